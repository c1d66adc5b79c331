/** The columns of the layer table: what they show, how they are sorted. How wide they are stands in the style sheet. */
import type { RowReport } from '../../graph-core/analysis'
import { type ArgValue, printArg } from '../../graph-core/symbolic'
import { count, shapeText, short } from '../app/format'

export const columnIds = ['i', 'from', 'n', 'params', 'module', 'arguments', 'output', 'gflops', 'macs', 'latency'] as const
export type ColumnId = (typeof columnIds)[number]

/** Every column there is, the bars among them, without those that are hidden. What a row is called stays. */
export const shownColumns = (hidden: readonly string[]): readonly (ColumnId | 'share')[] =>
  [...columnIds, 'share' as const].filter((id) => !canBeHidden(id) || !hidden.includes(id))

export const canBeHidden = (id: string): boolean => id !== 'i' && id !== 'module'

interface Column {
  readonly isNumber?: boolean
  readonly text: (row: RowReport, times: Times) => string
  readonly value: (row: RowReport, times: Times) => number | string
}

/** Measured milliseconds by the id of a row; nothing where none were measured. */
export type Times = ReadonlyMap<string, number>
const noTimes: Times = new Map()

const unknown = '–'
const isRun = ({ status }: RowReport) => status === 'ok'
/** Where the target prints no figure, our own count stands in: two operations a multiply-accumulate. */
const gflopsOf = ({ gflops, macs }: RowReport) => gflops ?? (2 * macs) / 1e9
const printFrom = ({ from }: RowReport) => printArg(from as ArgValue)

export const columns: Readonly<Record<ColumnId, Column>> = {
  i: { text: ({ i }) => String(i), value: ({ i }) => i },
  from: {
    text: printFrom,
    value: ({ from }) => (typeof from === 'number' ? from : Math.max(-1, ...from.map(Number))),
  },
  n: { text: ({ n }) => String(n), value: ({ n }) => n },
  params: {
    isNumber: true,
    text: ({ modules, params }) => (modules.size > 0 ? count(params) : unknown),
    value: ({ params }) => params,
  },
  module: { text: ({ module }) => module, value: ({ module }) => module.toLowerCase() },
  arguments: { text: ({ args }) => printArg(args), value: ({ args }) => printArg(args) },
  output: {
    text: ({ out }) => shapeText(out) ?? unknown,
    value: ({ out }) => (shapeText(out) ?? '').split('×').reduce((size, side) => size * Number(side), 1),
  },
  gflops: { isNumber: true, text: (row) => (isRun(row) ? gflopsOf(row).toFixed(2) : unknown), value: gflopsOf },
  macs: { isNumber: true, text: (row) => (isRun(row) ? short(row.macs) : unknown), value: ({ macs }) => macs },
  latency: { isNumber: true, text: ({ id }, times) => times.get(id)?.toFixed(2) ?? unknown, value: ({ id }, times) => times.get(id) ?? 0 },
}

/** What a bar can be a share of. */
export const measures = ['params', 'gflops', 'macs', 'latency'] as const
export type Measure = (typeof measures)[number]

/** What a row has of it. */
export const measureOf = (row: RowReport, measure: Measure, times: Times = noTimes): number => Number(columns[measure].value(row, times))

export interface Order {
  readonly by: ColumnId
  readonly isDescending: boolean
}

/** Rows in the order asked for; what is equal stays in the model's. */
export function sortRows(rows: readonly RowReport[], { by, isDescending }: Order, times: Times = noTimes): readonly RowReport[] {
  if (by === 'i' && !isDescending) return rows
  const { value } = columns[by]
  const sign = isDescending ? -1 : 1
  return rows
    .map((row) => ({ row, key: value(row, times) }))
    .sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) || a.row.i - b.row.i)
    .map(({ row }) => row)
}

/** What a click on a column's head asks for: numbers from the largest, all else from the first; a second click turns it round. */
export function nextOrder({ by, isDescending }: Order, id: ColumnId): Order {
  return by === id ? { by, isDescending: !isDescending } : { by: id, isDescending: columns[id].isNumber === true }
}
