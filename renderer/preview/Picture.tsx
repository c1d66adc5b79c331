import { type CSSProperties, useState } from 'react'
import type { Detection, PreviewResult } from '../../main/contract/host'
import styles from './Preview.module.css'

interface Props {
  readonly picture: PreviewResult['picture']
  readonly url: string
  readonly name: string
  readonly names: readonly string[]
  readonly shown: readonly Detection[]
  /** Names would cover each other: only the one under the pointer is named. */
  readonly isCrowded: boolean
}

/** Neighbouring classes far apart on the colour wheel: by the golden angle. */
const colourOf = (index: number) => `oklch(0.78 0.15 ${(index * 137.508 + 60) % 360})`

/** The image with what was found on it; the one under the pointer comes to the front. */
export function Picture({ picture: { width, height }, url, name, names, shown, isCrowded }: Props) {
  const [hovered, setHovered] = useState<number | null>(null)
  const percent = (value: number, of: number) => `${(100 * value) / of}%`
  return (
    <figure className={styles.picture} style={{ '--ratio': width / height } as CSSProperties}>
      <div className={styles.frame}>
        <img src={url} alt={name} draggable={false} />
        <ul data-hovering={hovered !== null} data-crowded={isCrowded}>
          {shown.map(({ box: [x1, y1, x2, y2], score, class: index }, k) => (
            <li
              key={k}
              data-hovered={k === hovered}
              onPointerEnter={() => setHovered(k)}
              onPointerLeave={() => setHovered(null)}
              style={
                {
                  left: percent(x1, width),
                  top: percent(y1, height),
                  width: percent(x2 - x1, width),
                  height: percent(y2 - y1, height),
                  '--colour': colourOf(index),
                } as CSSProperties
              }
            >
              <span data-inside={y1 < height * 0.06}>{`${names[index] ?? index} ${scoreText(score)}`}</span>
            </li>
          ))}
        </ul>
      </div>
    </figure>
  )
}

/** `0.93`; scores of an untrained model keep what there is to see of them: `0.00016`. */
export function scoreText(score: number): string {
  return score >= 0.01 || score === 0 ? score.toFixed(2) : String(Number(score.toPrecision(2)))
}
