import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RowReport } from '../../graph-core/analysis'
import type { Latency } from '../../main/contract/host'
import { categoryOfRow } from '../app/category'
import { useSession, useSnapshot } from '../app/use-session'
import { goTo } from '../summary/walk'
import styles from './Profile.module.css'

type Order = 'row' | 'ms' | 'perGflop'

/** Rows that a page of keys goes over. */
const page = 10

/** Every row with what it takes; a click selects it, arrows go through them as they are sorted. */
export function RowTable({ latency: { rows, other, stages } }: { latency: Latency }) {
  const { t } = useTranslation()
  const session = useSession()
  const report = useSnapshot((now) => now.report)
  const selection = useSnapshot((now) => now.selection)
  const [order, setOrder] = useState<Order>('row')
  const lines = useMemo(() => {
    const all = rows.map(({ from, to, ms }) => ({ from, to, ms, perGflop: perGflop(report.rows.slice(from, to + 1), ms) }))
    if (order === 'row') return all
    return all.toSorted((a, b) => (b[order] ?? -1) - (a[order] ?? -1))
  }, [rows, report, order])
  const most = Math.max(1e-9, ...rows.map(({ ms }) => ms))
  const share = (ms: number) => `${((100 * ms) / (stages.network.median || 1)).toFixed(1)} %`
  const head = (id: Order, name: string, isNumber = true) => (
    <th data-number={isNumber || undefined} aria-sort={order === id ? (id === 'row' ? 'ascending' : 'descending') : 'none'}>
      <button type="button" title={t('summary.sort')} onClick={() => setOrder(id)}>
        {name}
      </button>
    </th>
  )
  const idPrefix = useId()
  const here = lines.findIndex(({ from }) => report.rows[from]?.id === selection.at(-1))
  const lit = useRef<HTMLTableRowElement>(null)
  // Only where another row is selected: who scrolls away is not called back.
  useEffect(() => void lit.current?.scrollIntoView({ block: 'nearest' }), [here])
  const select = (from: number) => report.rows[from] !== undefined && session.select([from])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const next = goTo(event.key, here, lines.length, page)
    if (next === undefined) return
    event.preventDefault()
    select(lines[next]!.from)
  }
  return (
    <div className={styles.rows}>
      <table
        role="grid"
        tabIndex={0}
        aria-label={t('profile.rows')}
        aria-activedescendant={here < 0 ? undefined : `${idPrefix}${lines[here]!.from}`}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            {head('row', '#', false)}
            <th>{t('summary.module')}</th>
            {head('ms', t('profile.ms'))}
            <th data-number>{t('summary.share')}</th>
            {head('perGflop', t('profile.perGflop'))}
            <th aria-label={t('summary.share')} />
          </tr>
        </thead>
        <tbody>
          {lines.map(({ from, to, ms, perGflop }, at) => {
            const row = report.rows[from]
            const colour = `var(--category-${categoryOfRow(session.library, report, row?.module ?? '')})`
            const isSelected = row !== undefined && selection.includes(row.id)
            return (
              <tr
                key={from}
                id={`${idPrefix}${from}`}
                ref={at === here ? lit : undefined}
                aria-selected={isSelected}
                onClick={() => select(from)}
              >
                <td>{from === to ? from : `${from}–${to}`}</td>
                <td>
                  <i style={{ background: colour }} />
                  {row?.module ?? '–'}
                </td>
                <td data-number>{ms.toFixed(3)}</td>
                <td data-number>{share(ms)}</td>
                <td data-number>{perGflop?.toFixed(2) ?? '–'}</td>
                <td className={styles.part}>
                  <span style={{ width: `${(100 * ms) / most}%`, background: colour }} />
                </td>
              </tr>
            )
          })}
        </tbody>
        <tfoot>
          <tr title={t('profile.about.other')}>
            <td />
            <td>{t('profile.other')}</td>
            <td data-number>{other.toFixed(3)}</td>
            <td data-number>{share(other)}</td>
            <td />
            <td />
          </tr>
          <tr>
            <td />
            <td>{t('profile.is.network')}</td>
            <td data-number>{stages.network.median.toFixed(3)}</td>
            <td data-number>{share(stages.network.median)}</td>
            <td />
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

/** Milliseconds for a billion operations; null where there are none. Where the target prints no figure, our own count stands in. */
function perGflop(rows: readonly RowReport[], ms: number): number | null {
  const gflops = rows.reduce((sum, { gflops, macs }) => sum + (gflops ?? (2 * macs) / 1e9), 0)
  return gflops > 0 ? ms / gflops : null
}
