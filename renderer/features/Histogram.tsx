import { useTranslation } from 'react-i18next'
import type { FeatureMap } from '../../main/contract/host'
import styles from './Features.module.css'

const number = (value: number | null) => (value === null ? '–' : String(Number(value.toPrecision(4))))

/** How often which values are there, and what they come to. */
export function Histogram({ map: { histogram, statistics } }: { map: FeatureMap }) {
  const { t } = useTranslation()
  const { min, max, mean, deviation, zeros, unusual, count } = statistics
  const most = Math.max(1, ...histogram)
  const facts = [
    ['min', number(min)],
    ['max', number(max)],
    ['mean', number(mean)],
    ['deviation', number(deviation)],
    ['zeros', `${((100 * zeros) / (count || 1)).toFixed(1)} %`],
  ] as const
  return (
    <div className={styles.values}>
      <svg viewBox={`0 0 ${histogram.length} 40`} preserveAspectRatio="none" role="img" aria-label={t('features.histogram')}>
        {histogram.map((each, i) => (
          // Roots: a spike at zero would leave nothing of all else.
          <rect key={i} x={i + 0.1} width={0.8} y={40 - 40 * Math.sqrt(each / most)} height={40 * Math.sqrt(each / most)} />
        ))}
      </svg>
      <dl>
        {facts.map(([id, value]) => (
          <div key={id}>
            <dt>{t(`features.statistic.${id}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {unusual > 0 && <p className={styles.unusual}>{t('features.unusual', { count: unusual })}</p>}
    </div>
  )
}
