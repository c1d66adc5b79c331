/** The table of a checkpoint as it is looked at: searched, sorted, grouped by the row of the model its tensors belong to. */
import { fileSize } from '../../graph-core/exporters/file-size'
import { compareNames } from '../../graph-core/name-order'
import type { ListedTensor } from './read-table'

/** Named under `checkpoint.column` in the locales. */
export const columnIds = ['name', 'dtype', 'shape', 'values', 'bytes'] as const
export type ColumnId = (typeof columnIds)[number]

/** null: the file's order. */
export interface Order {
  readonly by: ColumnId | null
  readonly isDescending: boolean
}

export type TableRow =
  | { readonly kind: 'tensor'; readonly tensor: ListedTensor; readonly label: string; readonly isInGroup: boolean }
  | {
      readonly kind: 'group'
      readonly name: string
      readonly tensors: number
      readonly values: number
      readonly bytes: number
      readonly isFolded: boolean
    }

export interface TableView {
  readonly search: string
  readonly order: Order
  readonly isGrouped: boolean
  readonly folded: ReadonlySet<string>
}

export const valuesOf = ({ shape }: Pick<ListedTensor, 'shape'>): number => shape.reduce((product, size) => product * size, 1)

/** `[16, 3, 3, 3]`. */
export const shapeOf = ({ shape }: Pick<ListedTensor, 'shape'>): string => `[${shape.join(', ')}]`

/** `64 B`, `12.7 MB`. */
export const sizeOf = (bytes: number): string => (bytes < 1000 ? `${bytes} B` : fileSize(bytes))

/** The row of the model a tensor is of, `model.4`; else the first part of its name. */
export function groupOf(name: string): string {
  return /^(?:.*?\.)?model\.\d+(?=\.)/.exec(name)?.[0] ?? name.split('.', 1)[0]!
}

export function tableRows(tensors: readonly ListedTensor[], { search, order, isGrouped, folded }: TableView): TableRow[] {
  const words = search.trim().toLowerCase().split(/\s+/)
  const found = tensors.filter((tensor) => {
    const text = `${tensor.name} ${tensor.dtype} ${shapeOf(tensor)}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  if (!isGrouped) return sorted(found, order, measure).map((tensor) => ({ kind: 'tensor', tensor, label: tensor.name, isInGroup: false }))
  const groups = new Map<string, ListedTensor[]>()
  for (const tensor of found) {
    const name = groupOf(tensor.name)
    groups.set(name, [...(groups.get(name) ?? []), tensor])
  }
  const heads = [...groups].map(([name, own]) => ({
    kind: 'group' as const,
    name,
    tensors: own.length,
    values: own.reduce((sum, tensor) => sum + valuesOf(tensor), 0),
    bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
    isFolded: folded.has(name),
  }))
  return sorted(heads, order, (head, by) => (by === 'values' || by === 'bytes' ? head[by] : by === 'name' ? head.name : 0)).flatMap(
    (head): TableRow[] => [
      head,
      ...(head.isFolded ? [] : sorted(groups.get(head.name)!, order, measure)).map((tensor): TableRow => {
        const label = tensor.name.startsWith(`${head.name}.`) ? tensor.name.slice(head.name.length + 1) : tensor.name
        return { kind: 'tensor', tensor, label, isInGroup: true }
      }),
    ],
  )
}

const measure = (tensor: ListedTensor, by: ColumnId) => (by === 'values' ? valuesOf(tensor) : by === 'shape' ? shapeOf(tensor) : tensor[by])

function sorted<T>(rows: readonly T[], { by, isDescending }: Order, of: (row: T, by: ColumnId) => string | number): readonly T[] {
  if (by === null) return rows
  const sign = isDescending ? -1 : 1
  return [...rows].sort((a, b) => {
    const [x, y] = [of(a, by), of(b, by)]
    return sign * (typeof x === 'number' && typeof y === 'number' ? x - y : compareNames(String(x), String(y)))
  })
}

/** What a click on a column's head leads to: numbers the largest first, then the other way, then the file's order. */
export function nextOrder({ by, isDescending }: Order, clicked: ColumnId): Order {
  const first = clicked === 'values' || clicked === 'bytes'
  if (by !== clicked) return { by: clicked, isDescending: first }
  return isDescending === first ? { by, isDescending: !first } : { by: null, isDescending: false }
}
