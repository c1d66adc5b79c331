import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import type { PreviewResult } from '../../../main/contract/host'
import styles from './Results.module.css'

const stages = ['decode', 'build', 'network', 'select'] as const

/** Where the time of a run went. */
export function Times({ times }: { times: PreviewResult['times'] }) {
  const { t } = useTranslation()
  const all = stages.reduce((sum, stage) => sum + times[stage], 0)
  return (
    <div className={styles.times} role="group" aria-label={t('preview.timesOf', { total: all.toFixed(1) })}>
      <div className={styles.split} aria-hidden>
        {stages.map((stage) => (
          <i key={stage} data-stage={stage} style={{ '--share': times[stage] / all } as CSSProperties} />
        ))}
      </div>
      <dl>
        {stages.map((stage) => (
          <div key={stage} title={t(`preview.stage.${stage}.about`)}>
            <dt>
              <i data-stage={stage} aria-hidden />
              {t(`preview.stage.${stage}.name`)}
            </dt>
            <dd>{t('preview.milliseconds', { value: times[stage].toFixed(1) })}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
