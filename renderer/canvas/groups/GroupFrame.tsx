import type { NodeProps } from '@xyflow/react'
import { X } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../app/use-session'
import { ColourMenu } from './ColourMenu'
import { FoldButton } from './FoldButton'
import { colourOf } from './frames'
import type { FrameNode } from './group-nodes'
import styles from './Groups.module.css'
import { GroupTitle } from './GroupTitle'

/** A frame around cards. Dragged by its title, it takes them with it. */
export const GroupFrame = memo(function GroupFrame({ data }: NodeProps<FrameNode>) {
  const { t } = useTranslation()
  const session = useSession()
  const { index, colour } = data
  return (
    <section className={styles.frame} style={{ '--colour': colourOf(colour) }} data-selected={data.isSelected}>
      <header className={styles.header}>
        <FoldButton data={data} isFolded={false} />
        <GroupTitle data={data} />
        <ColourMenu index={index} colour={colour} />
        <button
          type="button"
          className={styles.button}
          data-quiet
          aria-label={t('group.ungroup')}
          title={t('group.ungroup')}
          onClick={() => session.ungroup(index)}
        >
          <X size={12} aria-hidden />
        </button>
      </header>
    </section>
  )
})
