import { useTranslation } from 'react-i18next'
import type { ScaleTotals } from '../analyst/question'
import { count, difference } from '../app/format'
import { ScalesHead } from '../app/ScalesHead'
import { useSnapshot } from '../app/use-session'
import styles from './ComparePanel.module.css'

/** How much more the later model has at every scale; until that is read, at the scale in use. */
export function ScalesTable({ scales, current }: { scales: readonly ScaleTotals[] | undefined; current: string }) {
  const { t } = useTranslation()
  const comparedTo = useSnapshot(({ comparedTo }) => comparedTo)
  const report = useSnapshot(({ report }) => report)
  const shown = scales ?? [{ scale: current, before: comparedTo.report.totals, after: report.totals }]
  return (
    <table className={styles.scales} aria-label={t('compare.totals')} aria-busy={scales === undefined}>
      <ScalesHead />
      <tbody>
        {shown.map(({ scale, before, after }) => (
          <tr key={scale} aria-current={scale === current && shown.length > 1}>
            <th scope="row">{scale === '' ? '–' : scale}</th>
            <Total before={before.layers} after={after.layers} />
            <Total before={before.params} after={after.params} />
            <Total before={before.gflops} after={after.gflops} digits={1} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** `+13,664` and by how much that is more; what the target prints no figure for is a dash. Both numbers stand behind it. */
function Total({ before, after, digits = 0 }: { before: number | null; after: number | null; digits?: number }) {
  if (before === null || after === null) return <td data-number>{'–'}</td>
  const text = (n: number) => (digits === 0 ? count(n) : n.toFixed(digits))
  const more = difference(after, before, digits)
  return (
    <td data-number title={`${text(before)} → ${text(after)}`}>
      {more === '' ? '=' : <em>{more}</em>} {more !== '' && before > 0 && <small>{percent(after / before - 1)}</small>}
    </td>
  )
}

/** `+0.4 %`, `+29 %`. */
function percent(part: number): string {
  const size = Math.abs(100 * part)
  return `${part < 0 ? '−' : '+'}${size.toFixed(size < 10 ? 1 : 0)} %`
}
