import { useTranslation } from 'react-i18next'
import type { Finding } from '../../main/contract/host'
import type { HostError } from '../../main/contract/host-error'
import styles from './Findings.module.css'
import { HostFailure } from './HostFailure'

/** What the host found wrong with a model or its weights, with what to do about it. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation()
  if (findings.length === 0) return null
  return (
    <ul className={styles.list}>
      {findings.map(({ severity, message, cure, code }, k) => (
        <li key={k} data-severity={severity}>
          <b>{t(`severity.${severity}`)}</b>
          <span>
            {message} <em>{cure}</em>
          </span>
          <code>{code}</code>
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
