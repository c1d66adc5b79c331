import { useTranslation } from 'react-i18next'
import type { Finding } from '../../main/contract/host'
import type { HostError } from '../../main/contract/host-error'
import styles from './Findings.module.css'
import { HostFailure } from './HostFailure'
import { IssueText } from './IssueText'

/** What the host found wrong with a model or its weights, with what to do about it. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation()
  if (findings.length === 0) return null
  return (
    <ul className={styles.list}>
      {findings.map((finding, k) => (
        <li key={k} data-severity={finding.severity}>
          <b>{t(`severity.${finding.severity}`)}</b>
          <IssueText issue={finding} />
          <code>{finding.code}</code>
        </li>
      ))}
    </ul>
  )
}

/** A failure where it happened. */
export function Failure({ error }: { error: HostError }) {
  return (
    <div className={styles.failure} role="alert">
      <HostFailure error={error} />
    </div>
  )
}
