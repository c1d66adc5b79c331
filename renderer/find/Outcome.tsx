import { useTranslation } from 'react-i18next'
import type { Rehearsal } from '../analyst/question'
import { count, difference } from '../app/format'
import { useSnapshot } from '../app/use-session'
import styles from './FindBar.module.css'
import type { Replacement } from './replacement'
import { useRehearsal } from './use-rehearsal'

/** What a replacement would do to the model: its totals, what is lost, what would not fit any more. */
export function Outcome({ replacement }: { replacement: Replacement }) {
  const { t } = useTranslation()
  const told = useRehearsal(replacement)
  return (
    <p className={styles.outcome} role="status" aria-label={t('find.outcome')} aria-busy={told === undefined}>
      {told === undefined ? t('find.trying') : <Told told={told} />}
    </p>
  )
}

function Told({ told: { before, after, refusal, notice, errors } }: { told: Rehearsal }) {
  const { t } = useTranslation()
  const isPrinted = useSnapshot(({ report }) => report.totals.gflops !== null)
  if (refusal !== null) return <span data-severity="error">{refusal}</span>
  const cost = ({ gflops, macs }: Rehearsal['before']) => gflops ?? (2 * macs) / 1e9
  return (
    <>
      {after !== null && (
        <>
          <span>
            <b>{difference(after.params, before.params) || '='}</b> {t('bar.params')} {`→ ${count(after.params)}`}
          </span>
          <span>
            <b>{difference(cost(after), cost(before), 1) || '='}</b> {t('bar.gflops')}{' '}
            {`→ ${isPrinted ? '' : '≈ '}${cost(after).toFixed(1)}`}
          </span>
        </>
      )}
      {errors.length > 0 && (
        <span data-severity="error" title={errors.join('\n')}>
          {t('find.errors', { count: errors.length })} {errors[0]}
        </span>
      )}
      {notice !== null && <span data-severity="warning">{notice}</span>}
    </>
  )
}
