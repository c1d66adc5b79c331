import { ChevronDown, ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../app/use-session'
import styles from './Groups.module.css'

/** Folds a group into one card, and unfolds it. */
export function FoldButton({ index, isFolded }: { index: number; isFolded: boolean }) {
  const { t } = useTranslation()
  const session = useSession()
  const does = t(isFolded ? 'group.unfold' : 'group.fold')
  const Chevron = isFolded ? ChevronRight : ChevronDown
  return (
    <button
      type="button"
      className={styles.button}
      aria-label={does}
      title={does}
      aria-expanded={!isFolded}
      onClick={() => session.setGroup(index, { isCollapsed: !isFolded })}
    >
      <Chevron size={12} aria-hidden />
    </button>
  )
}
