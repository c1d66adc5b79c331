import { useTranslation } from 'react-i18next'
import { FixButtons } from '../app/FixButtons'
import { useSession, useSnapshot } from '../app/use-session'
import styles from './IssuesPanel.module.css'

/** Everything that is wrong, with what to do about it; a click leads to the row. */
export function IssuesPanel() {
  const { t } = useTranslation()
  const session = useSession()
  const issues = useSnapshot(({ issues }) => issues)
  if (issues.length === 0) return <p className={styles.none}>{t('issues.none')}</p>
  return (
    <ul className={styles.issues}>
      {issues.map(({ code, severity, message, cure, where, fixes }, k) => (
        <li key={k}>
          <button type="button" data-severity={severity} onClick={() => session.select(where.row === undefined ? [] : [where.row])}>
            <b>{t(`severity.${severity}`)}</b>
            <span>
              {message} <em>{cure}</em>
            </span>
            <code>{code}</code>
          </button>
          <FixButtons fixes={fixes} />
        </li>
      ))}
    </ul>
  )
}
