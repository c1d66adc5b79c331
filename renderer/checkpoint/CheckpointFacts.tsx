import { useTranslation } from 'react-i18next'
import styles from './CheckpointView.module.css'
import { factsOf, namesOf, otherFacts, yamlOf } from './facts'
import type { CheckpointSummary } from './read-table'

/** What a checkpoint says of itself. */
export function CheckpointFacts({ summary }: { summary: CheckpointSummary }) {
  const { t } = useTranslation()
  const names = namesOf(summary)
  const yaml = yamlOf(summary)
  return (
    <section className={styles.facts} aria-label={t('checkpoint.facts')}>
      <dl>
        {factsOf(summary).map(([id, text]) => (
          <div key={id}>
            <dt>{t(`checkpoint.fact.${id}`)}</dt>
            <dd>
              {text}
              {id === 'from' && text.startsWith('ema') && <small>{t('checkpoint.ema')}</small>}
            </dd>
          </div>
        ))}
      </dl>
      {names.length > 0 && (
        <details>
          <summary>{t('checkpoint.names', { count: names.length })}</summary>
          <ol start={0}>
            {names.map((name, k) => (
              <li key={k}>{name}</li>
            ))}
          </ol>
        </details>
      )}
      <Pairs title={t('checkpoint.args')} pairs={otherFacts(summary, 'args')} />
      <Pairs title={t('checkpoint.other')} pairs={otherFacts(summary, 'other')} />
      {yaml !== null && (
        <details>
          <summary>{t('checkpoint.yaml')}</summary>
          <pre tabIndex={0}>{yaml}</pre>
        </details>
      )}
    </section>
  )
}

function Pairs({ title, pairs }: { title: string; pairs: readonly (readonly [string, string])[] }) {
  if (pairs.length === 0) return null
  return (
    <details>
      <summary>{title}</summary>
      <dl>
        {pairs.map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
