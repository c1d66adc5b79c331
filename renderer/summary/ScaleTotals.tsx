import { useTranslation } from 'react-i18next'
import { count } from '../app/format'
import { ScalesHead } from '../app/ScalesHead'
import { useSession, useSnapshot } from '../app/use-session'
import styles from './SummaryPanel.module.css'
import { useEveryScale } from './use-every-scale'

/** Layers, parameters and GFLOPs of the model at every scale it has; a click on one looks at it. Nothing for a model without scales. */
export function ScaleTotals({ isWanted }: { isWanted: boolean }) {
  const { t } = useTranslation()
  const session = useSession()
  const report = useSnapshot(({ report }) => report)
  const { scales, isOld } = useEveryScale(isWanted)
  if (scales === undefined || (scales.length === 1 && scales[0]!.scale === '')) return null
  return (
    <div className={styles.totals} role="region" aria-label={t('compare.totals')} tabIndex={0}>
      <table className={styles.scales} aria-label={t('compare.totals')} aria-busy={isOld}>
        <ScalesHead />
        <tbody>
          {scales.map(({ scale, totals }) => (
            <tr key={scale} aria-current={scale === report.scale}>
              <th scope="row">
                {report.scale === '' ? (
                  scale
                ) : (
                  <button type="button" onClick={() => session.setScale(scale)}>
                    {scale}
                  </button>
                )}
              </th>
              <td data-number>{totals === null ? '–' : count(totals.layers)}</td>
              <td data-number>{totals === null ? '–' : count(totals.params)}</td>
              <td data-number>
                {totals === null ? '–' : totals.gflops === null ? `≈ ${((2 * totals.macs) / 1e9).toFixed(1)}` : totals.gflops.toFixed(1)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
