import { useTranslation } from 'react-i18next'
import type { Rehearsal } from '../analyst/question'
import { count, difference } from '../app/format'
import { issueLines, issueText } from '../app/issue-text'
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
  const { t, i18n } = useTranslation()
  const isPrinted = useSnapshot(({ report }) => report.totals.gflops !== null)
  if (refusal !== null) {
    const { head, cure } = issueText(refusal, i18n)
    return (
      <span data-severity="error" title={issueLines(refusal, i18n)}>
        {head} {cure}
      </span>
    )
  }
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
        <span data-severity="error" title={errors.map((each) => issueLines(each, i18n)).join('\n\n')}>
          {t('find.errors', { count: errors.length })} {issueText(errors[0]!, i18n).head}
        </span>
      )}
      {notice !== null && (
        <span data-severity="warning" title={issueLines(notice, i18n)}>
          {issueText(notice, i18n).head}
        </span>
      )}
    </>
  )
}
