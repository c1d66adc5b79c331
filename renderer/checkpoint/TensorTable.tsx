import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import controls from '../app/controls.module.css'
import { SortHead, directionOf } from '../app/SortHead'
import { count } from '../app/format'
import { goTo } from '../summary/walk'
import styles from './TensorTable.module.css'
import type { ListedTensor } from './read-table'
import { type Order, type TableRow, columnIds, groupOf, nextOrder, shapeOf, sizeOf, tableRows, valuesOf } from './tensor-rows'

const rowHeight = 27
const headHeight = 28

interface Props {
  readonly tensors: readonly ListedTensor[]
  readonly selected: string | null
  readonly onSelect: (name: string) => void
}

/** The tensors of a checkpoint; only those near the view are drawn. Arrows go through them, Enter folds a group. */
export function TensorTable({ tensors, selected, onSelect }: Props) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const [order, setOrder] = useState<Order>({ by: null, isDescending: false })
  const [isGrouped, setGrouped] = useState(true)
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const [group, setGroup] = useState<string | null>(null)
  const scroll = useRef<HTMLDivElement>(null)
  const idPrefix = useId()
  const wanted = useDeferredValue(search)
  const rows = useMemo(() => tableRows(tensors, { search: wanted, order, isGrouped, folded }), [tensors, wanted, order, isGrouped, folded])
  const here = rows.findIndex((row) => (row.kind === 'group' ? row.name === group : group === null && row.tensor.name === selected))
  const shown = rows.reduce((sum, row) => sum + (row.kind === 'group' ? row.tensors : isGrouped ? 0 : 1), 0)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    useFlushSync: false,
    scrollPaddingStart: headHeight,
    scrollMargin: headHeight,
  })

  const fold = (name: string) => {
    const next = new Set(folded)
    if (!next.delete(name)) next.add(name)
    setFolded(next)
  }
  const choose = (row: TableRow) => {
    setGroup(row.kind === 'group' ? row.name : null)
    if (row.kind === 'tensor') onSelect(row.tensor.name)
  }
  const foldAll = () => setFolded(folded.size > 0 ? new Set() : new Set(tensors.map(({ name }) => groupOf(name))))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return
    const row = rows[here]
    const isFoldKey =
      row?.kind === 'group' &&
      (event.key === 'Enter' || (event.key === 'ArrowLeft' && !row.isFolded) || (event.key === 'ArrowRight' && row.isFolded))
    const page = Math.max(1, Math.floor(((scroll.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1)
    const next = goTo(event.key, here, rows.length, page)
    if (!isFoldKey && next === undefined) return
    event.preventDefault()
    if (isFoldKey) return fold(row.name)
    choose(rows[next!]!)
    virtual.scrollToIndex(next!, { align: 'auto' })
  }

  return (
    <section className={styles.panel} aria-label={t('checkpoint.tensors')}>
      <div className={styles.tools}>
        <input
          type="search"
          className={styles.search}
          placeholder={t('checkpoint.search')}
          aria-label={t('checkpoint.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <span role="status">{t('checkpoint.shown', { shown: count(shown), count: tensors.length })}</span>
        <label>
          <input type="checkbox" checked={isGrouped} onChange={(event) => setGrouped(event.target.checked)} />
          {t('checkpoint.group')}
        </label>
        <button type="button" className={controls.button} disabled={!isGrouped} onClick={foldAll}>
          {t(folded.size > 0 ? 'checkpoint.unfoldAll' : 'checkpoint.foldAll')}
        </button>
      </div>
      <div ref={scroll} className={styles.scroll} role="region" aria-label={t('checkpoint.tensors')}>
        <table
          role="grid"
          className={styles.grid}
          tabIndex={0}
          aria-label={t('checkpoint.tensors')}
          aria-rowcount={rows.length + 1}
          aria-activedescendant={here < 0 ? undefined : `${idPrefix}${here}`}
          onKeyDown={onKeyDown}
        >
          <thead role="rowgroup">
            <tr role="row" aria-rowindex={1} style={{ height: headHeight }}>
              {columnIds.map((id) => (
                <SortHead
                  key={id}
                  column={id}
                  name={t(`checkpoint.column.${id}`)}
                  sorted={directionOf(order.by === id, order.isDescending)}
                  isNumber={isNumber(id)}
                  onSort={(by) => setOrder(nextOrder(order, by))}
                />
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const row = rows[index]!
              return (
                <tr
                  key={row.kind === 'group' ? `group ${row.name}` : row.tensor.name}
                  id={`${idPrefix}${index}`}
                  role="row"
                  aria-rowindex={index + 2}
                  aria-selected={index === here}
                  aria-expanded={row.kind === 'group' ? !row.isFolded : undefined}
                  data-kind={row.kind}
                  style={{ height: rowHeight, top: start - headHeight }}
                  onClick={() => {
                    choose(row)
                    if (row.kind === 'group') fold(row.name)
                  }}
                >
                  {row.kind === 'group' ? <GroupCells row={row} /> : <TensorCells row={row} />}
                </tr>
              )
            })}
          </tbody>
        </table>
        {rows.length === 0 && <p className={styles.none}>{t('checkpoint.none')}</p>}
      </div>
    </section>
  )
}

const isNumber = (id: (typeof columnIds)[number]) => id === 'values' || id === 'bytes'

function GroupCells({ row }: { row: TableRow & { kind: 'group' } }) {
  const { t } = useTranslation()
  const Icon = row.isFolded ? ChevronRight : ChevronDown
  return (
    <>
      <td role="gridcell">
        <Icon size={13} aria-hidden />
        {row.name}
      </td>
      <td role="gridcell" />
      <td role="gridcell">{t('checkpoint.count', { count: row.tensors })}</td>
      <td role="gridcell" data-number>
        {count(row.values)}
      </td>
      <td role="gridcell" data-number>
        {sizeOf(row.bytes)}
      </td>
    </>
  )
}

function TensorCells({ row: { tensor, label, isInGroup } }: { row: TableRow & { kind: 'tensor' } }) {
  return (
    <>
      <td role="gridcell" data-inner={isInGroup} title={tensor.name}>
        {label}
      </td>
      <td role="gridcell">{tensor.dtype}</td>
      <td role="gridcell">{shapeOf(tensor)}</td>
      <td role="gridcell" data-number>
        {count(valuesOf(tensor))}
      </td>
      <td role="gridcell" data-number>
        {sizeOf(tensor.bytes)}
      </td>
    </>
  )
}
