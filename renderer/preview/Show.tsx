import { useState } from 'react'
import type { Detection } from '../../main/contract/host'
import { Refused } from './Refused'
import { Outcome } from './Outcome'
import styles from './Preview.module.css'
import { Picture } from './picture/Picture'
import type { Preview, PreviewState, Ran } from './preview'
import { ClassBars } from './results/ClassBars'
import { ClassFilter } from './results/ClassFilter'
import { ResultsList } from './results/ResultsList'
import { Times } from './results/Times'
import { TakeMenu } from './take/TakeMenu'

interface Props {
  readonly state: PreviewState
  readonly ran: Ran
  readonly preview: Preview
  readonly hasChanged: boolean
  /** What is seen is not of what was asked last. */
  readonly isStale: boolean
}

/** The picture and its list: what is pointed at in one is lit in both. */
export function Show({ state, ran, preview, hasChanged, isStale }: Props) {
  const [hovered, setHovered] = useState<Detection | null>(null)
  const [pinned, setPinned] = useState<Detection | null>(null)
  const { found, shown, hidden, showsBest } = state
  const { result, image, picture } = ran
  const isShown = (each: Detection | null) => each !== null && shown.includes(each)
  const kept = isShown(pinned) ? pinned : null
  const active = isShown(hovered) ? hovered : kept
  return (
    <div className={styles.show} data-stale={isStale}>
      <Picture
        key={`${image.name} ${result.picture.width}×${result.picture.height}`}
        file={picture}
        image={result.picture}
        name={image.name}
        names={result.names}
        shown={shown}
        active={active}
        isCrowded={showsBest}
        onHover={setHovered}
        onPick={() => setPinned(active === kept ? null : active)}
        onEscape={() => setPinned(null)}
      />
      <div className={styles.outcome}>
        <TakeMenu ran={ran} />
        <Outcome state={state} ran={ran} preview={preview} hasChanged={hasChanged} />
        {result.classes === undefined ? (
          <>
            <ClassFilter found={found} names={result.names} hidden={hidden} onChange={preview.setHidden} />
            <ResultsList shown={shown} names={result.names} active={active} pinned={kept} onHover={setHovered} onPin={setPinned} />
          </>
        ) : (
          <ClassBars classes={result.classes} names={result.names} />
        )}
        <Times times={result.times} />
        {result.device.reason !== null && <Refused reason={result.device.reason} ran={ran} preview={preview} />}
      </div>
    </div>
  )
}
