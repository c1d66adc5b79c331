import { useTranslation } from 'react-i18next'
import { useSnapshot } from '../app/use-session'
import styles from './Inspector.module.css'

/** Which part of the model's cost these rows are, as bars. */
export function Shares({ rows }: { rows: readonly number[] }) {
  const { t } = useTranslation()
  const { totals, rows: all } = useSnapshot(({ report }) => report)
  const part = (of: (row: (typeof all)[number]) => number, whole: number) => {
    const sum = rows.reduce((before, i) => before + of(all[i]!), 0)
    return whole > 0 ? sum / whole : 0
  }
  const isPrinted = totals.gflops !== null && rows.every((i) => all[i]!.gflops !== null)
  const parts = [
    ['params', part(({ params }) => params, totals.params)],
    ['gflops', isPrinted ? part(({ gflops }) => gflops ?? 0, totals.gflops!) : part(({ macs }) => macs, totals.macs)],
  ] as const
  return (
    <div className={styles.shares} role="group" aria-label={t('inspector.share')}>
      {parts.map(([name, share]) => (
        <div key={name}>
          <span>{t(`summary.${name}`)}</span>
          <i>
            <i style={{ width: `${100 * Math.min(1, share)}%` }} />
          </i>
          <output>{`${(100 * share).toFixed(1)} %`}</output>
        </div>
      ))}
    </div>
  )
}
