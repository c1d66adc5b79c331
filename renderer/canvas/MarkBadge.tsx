import { useTranslation } from 'react-i18next'
import { marks } from '../compare/markdown'
import type { Mark } from '../compare/marks'
import styles from './Card.module.css'

/** `+` on a row that another model lacks, `~` on one that it has otherwise. */
export function MarkBadge({ mark }: { mark: Mark | undefined }) {
  const { t } = useTranslation()
  if (mark === undefined) return null
  const says = t(`canvas.${mark.kind}`, { name: mark.name })
  return (
    <i className={styles.badge} role="img" aria-label={says} title={says}>
      {marks[mark.kind]}
    </i>
  )
}
