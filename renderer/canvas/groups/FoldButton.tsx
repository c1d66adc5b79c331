import { ChevronDown, ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../../app/use-app'
import { useSession } from '../../app/use-session'
import type { GroupData } from './group-nodes'
import styles from './Groups.module.css'

/** Folds a group into one card, and unfolds it. */
export function FoldButton({ data: { index, rows }, isFolded }: { data: GroupData; isFolded: boolean }) {
  const { t } = useTranslation()
  const session = useSession()
  const { canvas } = useApp()
  const does = t(isFolded ? 'group.unfold' : 'group.fold')
  const Chevron = isFolded ? ChevronRight : ChevronDown
  return (
    <button
      type="button"
      className={styles.button}
      aria-label={does}
      title={does}
      aria-expanded={!isFolded}
      onClick={() => {
        session.setGroup(index, { isCollapsed: !isFolded })
        // This button goes with what it folds: what is there instead has the keyboard.
        canvas.tell({ kind: 'show', row: rows[0]! })
      }}
    >
      <Chevron size={12} aria-hidden />
    </button>
  )
}
