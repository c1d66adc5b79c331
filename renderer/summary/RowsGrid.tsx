import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RowReport } from '../../graph-core/analysis'
import { useApp, useStore } from '../app/use-app'
import { SortHead, directionOf } from '../app/SortHead'
import { useSession, useSnapshot } from '../app/use-session'
import { useMatches } from '../find/use-find'
import { ColumnChooser } from './ColumnChooser'
import { useRowTimes } from '../profile/use-profile'
import { GridRow } from './GridRow'
import { type Whole, WholeContext } from './ShareCell'
import styles from './SummaryPanel.module.css'
import { type Measure, type Order, columns, measureOf, nextOrder, shownColumns, sortRows } from './columns'
import { goTo, rangeBetween } from './walk'

const rowHeight = 27
const headHeight = 28

/** A table of so many rows is drawn at once; of a longer one, this many rows above and below what is in view. */
const atOnce = 100
const overscan = 12

const asWritten: Order = { by: 'i', isDescending: false }
/** So many columns fit a narrow table. */
const few = 8
const none: readonly string[] = []

/** Every row of the model; a click selects, arrows go through them. Only those near the view are drawn. */
export function RowsGrid({ measure }: { measure: Measure }) {
  const { t } = useTranslation()
  const session = useSession()
  const report = useSnapshot(({ report }) => report)
  const selection = useSnapshot(({ selection }) => selection)
  const matches = useMatches()
  const { hiddenColumns: chosen = none } = useStore(useApp().settings)
  const times = useRowTimes()
  // There is nothing in it until rows were measured.
  const without = times.all === 0 ? 'latency' : undefined
  const hidden = useMemo(() => (without === undefined ? chosen : [...chosen, without]), [chosen, without])
  const shown = useMemo(() => shownColumns(hidden), [hidden])
  const [wanted, setOrder] = useState<Order>(asWritten)
  const order = shown.includes(wanted.by) ? wanted : asWritten
  const scroll = useRef<HTMLDivElement>(null)
  const anchor = useRef(0)
  const idPrefix = useId()

  const rows = useMemo(() => sortRows(report.rows, order, times.byRow), [report, order, times])
  const whole = useMemo(() => wholeOf(report.rows, (row) => measureOf(row, measure, times.byRow)), [report, measure, times])
  const found = useMemo(() => new Set(matches), [matches])
  const selected = useMemo(() => new Set(selection), [selection])
  const here = rows.findIndex(({ id }) => id === selection.at(-1))

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: rows.length <= atOnce ? atOnce : overscan,
    // What scrolling uncovers may come with the next frame.
    useFlushSync: false,
    scrollPaddingStart: headHeight,
    scrollMargin: headHeight,
  })
  useEffect(() => {
    if (here >= 0) virtual.scrollToIndex(here, { align: 'auto' })
    // Only where another row is selected: who scrolls away is not called back.
  }, [here, virtual])

  const choose = (at: number, { shiftKey, ctrlKey, metaKey }: Pick<MouseEvent | KeyboardEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>) => {
    const row = rows[at]
    if (row === undefined) return
    if (shiftKey) return session.select(rangeBetween(rows, anchor.current, at))
    anchor.current = at
    if (!ctrlKey && !metaKey) return session.select([row.i])
    const others = session.getSnapshot().document.rows.flatMap(({ id }, i) => (selected.has(id) && i !== row.i ? [i] : []))
    session.select(selected.has(row.id) ? others : [...others, row.i])
  }
  const sort = useCallback((by: Order['by']) => setOrder(nextOrder(order, by)), [order])
  // The rows keep one function, so that a click draws only those anew that it changes.
  const latest = useRef(choose)
  useEffect(() => {
    latest.current = choose
  })
  const onChoose = useCallback((at: number, event: MouseEvent) => latest.current(at, event), [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return
    const page = Math.max(1, Math.floor(((scroll.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1)
    const next = goTo(event.key, here, rows.length, page)
    if (next === undefined) return
    event.preventDefault()
    choose(next, event)
  }

  return (
    <div className={styles.table}>
      <div ref={scroll} className={styles.scroll} role="region" aria-label={t('panel.summary')}>
        <table
          role="grid"
          className={styles.grid}
          data-hidden={hidden.length === 0 ? undefined : hidden.join(' ')}
          data-few={shown.length <= few || undefined}
          style={{ '--columns': shown.length }}
          tabIndex={0}
          aria-label={t('summary.rows')}
          aria-rowcount={rows.length + 1}
          aria-multiselectable
          aria-activedescendant={here < 0 ? undefined : `${idPrefix}${rows[here]!.id}`}
          onKeyDown={onKeyDown}
        >
          <thead role="rowgroup">
            <tr role="row" aria-rowindex={1} style={{ height: headHeight }}>
              {shown.map((id) => {
                if (id === 'share') {
                  return (
                    <th key={id} role="columnheader" data-column={id}>
                      {t('summary.share')}
                    </th>
                  )
                }
                return (
                  <SortHead
                    key={id}
                    column={id}
                    name={id === 'i' ? '#' : t(`summary.${id}`)}
                    sorted={directionOf(order.by === id, order.isDescending)}
                    isNumber={columns[id].isNumber}
                    onSort={sort}
                  />
                )
              })}
            </tr>
          </thead>
          <WholeContext value={whole}>
            <tbody role="rowgroup" style={{ height: virtual.getTotalSize() }}>
              {virtual.getVirtualItems().map(({ index, start }) => {
                const row = rows[index]!
                return (
                  <GridRow
                    key={row.id}
                    id={`${idPrefix}${row.id}`}
                    row={row}
                    shown={shown}
                    at={index}
                    top={start - headHeight}
                    height={rowHeight}
                    isSelected={selected.has(row.id)}
                    isFound={found.has(row.i)}
                    isMuted={session.isMuted(row.i)}
                    times={times.byRow}
                    isStale={times.isStale}
                    onChoose={onChoose}
                  />
                )
              })}
            </tbody>
          </WholeContext>
        </table>
      </div>
      <ColumnChooser hidden={chosen} without={without} />
    </div>
  )
}

function wholeOf(rows: readonly RowReport[], of: Whole['of']): Whole {
  const parts = rows.map(of)
  return {
    of,
    all: Math.max(
      1e-12,
      parts.reduce((sum, part) => sum + part, 0),
    ),
    most: Math.max(1e-12, ...parts),
  }
}
