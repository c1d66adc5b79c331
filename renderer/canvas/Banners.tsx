import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { FixButtons } from '../app/FixButtons'
import { IssueText } from '../app/IssueText'
import { useSession, useSnapshot } from '../app/use-session'
import styles from './Canvas.module.css'

/** Says that an older state is shown. */
export function Broken() {
  const { t } = useTranslation()
  return (
    <p className={styles.broken} role="status">
      {t('canvas.broken')}
    </p>
  )
}

/** Says what to do where there is nothing to be seen. */
export function Empty() {
  const { t } = useTranslation()
  return <p className={styles.empty}>{t('canvas.empty')}</p>
}

/** Says what people should know of the last action that was done. */
export const Notice = memo(function Notice() {
  const { t } = useTranslation()
  const session = useSession()
  const notice = useSnapshot(({ notice }) => notice)
  // A gap is told at its row.
  if (notice === null || notice.code === 'edit.gap') return null
  return (
    <div className={styles.refusal} data-severity={notice.severity} role="status">
      <div>
        <strong>{t('issues.noted')}</strong>
        <p>
          <IssueText issue={notice} />
        </p>
        <FixButtons fixes={notice.fixes} />
      </div>
      <button type="button" onClick={session.dismissNotice}>
        {t('issues.dismiss')}
      </button>
    </div>
  )
})

/** Says why the last action could not be done, and what to do instead. */
export const Refusal = memo(function Refusal() {
  const { t } = useTranslation()
  const session = useSession()
  const refusal = useSnapshot(({ refusal }) => refusal)
  if (refusal === null) return null
  return (
    <div className={styles.refusal} role="alert">
      <div>
        <strong>{t('issues.refused')}</strong>
        <p>
          <IssueText issue={refusal} />
        </p>
        <FixButtons fixes={refusal.fixes} />
      </div>
      <button type="button" onClick={session.dismissRefusal}>
        {t('issues.dismiss')}
      </button>
    </div>
  )
})
