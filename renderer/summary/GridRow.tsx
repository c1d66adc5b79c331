import { type MouseEvent, memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { RowReport } from '../../graph-core/analysis'
import { categoryOfRow } from '../app/category'
import { useSession } from '../app/use-session'
import { ShareCell } from './ShareCell'
import { type ColumnId, type Times, columns } from './columns'

interface Props {
  readonly id: string
  readonly row: RowReport
  /** Those that are shown. */
  readonly shown: readonly (ColumnId | 'share')[]
  /** Place in the table as it is sorted. */
  readonly at: number
  readonly top: number
  readonly height: number
  readonly isSelected: boolean
  readonly isFound: boolean
  readonly isMuted: boolean
  readonly times: Times
  /** Whether the model has changed since rows were measured. */
  readonly isStale: boolean
  readonly onChoose: (at: number, event: MouseEvent) => void
}

/** One row of the layer table. */
export const GridRow = memo(function GridRow({
  id,
  row,
  shown,
  at,
  top,
  height,
  isSelected,
  isFound,
  isMuted,
  times,
  isStale,
  onChoose,
}: Props) {
  const { t } = useTranslation()
  const { library, getSnapshot } = useSession()
  const colour = `var(--category-${categoryOfRow(library, getSnapshot().report, row.module)})`
  const state = row.status === 'ok' ? (isMuted ? 'muted' : undefined) : row.status
  return (
    <tr
      id={id}
      role="row"
      aria-rowindex={at + 2}
      aria-selected={isSelected}
      data-found={isFound || undefined}
      data-state={state}
      title={state === undefined ? undefined : t(`summary.is.${state}`)}
      style={{ height, top }}
      onClick={(event) => onChoose(at, event)}
    >
      {shown.map((column) => {
        if (column === 'share') return <ShareCell key={column} row={row} colour={colour} />
        const text = columns[column].text(row, times)
        return (
          <td
            key={column}
            role="gridcell"
            data-column={column}
            data-number={columns[column].isNumber}
            data-stale={(column === 'latency' && isStale) || undefined}
            data-long={text.length > 14 || undefined}
            title={text.length > 14 ? text : undefined}
          >
            {column === 'module' && <i style={{ background: colour }} />}
            {text}
          </td>
        )
      })}
    </tr>
  )
})
