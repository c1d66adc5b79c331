import { useTranslation } from 'react-i18next'
import type { Fix } from '../../graph-core/issues/fix'
import styles from './FixButtons.module.css'
import { fixText } from './fix-text'
import { useSession } from './use-session'

/** What can be done about an issue, a button each. */
export function FixButtons({ fixes }: { fixes: readonly Fix[] | undefined }) {
  const { t } = useTranslation()
  const session = useSession()
  if (fixes === undefined) return null
  return (
    <span className={styles.fixes}>
      {fixes.map((fix, k) => (
        <button key={k} type="button" onClick={() => session.applyFix(fix)}>
          {fixText(fix, t)}
        </button>
      ))}
    </span>
  )
}
