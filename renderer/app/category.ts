/** What kind of thing a block is: its colour in the picture and its shelf in the palette. */
import type { Report } from '../../graph-core/analysis'
import type { Library } from '../../graph-core/symbolic'
import { type RowArgument, definitionOf } from '../session'

/** Shelves in the palette's order; colours are in theme.css as `--category-…`. */
export const categories = ['convolution', 'stage', 'attention', 'pooling', 'join', 'head', 'layer', 'other'] as const
export type Category = (typeof categories)[number]

/** The category a definition states; a torch layer is its own kind. */
export function categoryOf(definition: ReturnType<typeof definitionOf>): Category {
  if (definition === undefined) return 'other'
  if (definition.kind === 'layer') return 'layer'
  if (definition.head !== undefined) return 'head'
  const stated = definition.about?.category
  return categories.find((each) => each === stated) ?? 'other'
}

/** The category of a row's module. */
export const categoryOfRow = (library: Library, report: Pick<Report, 'target'>, module: string) =>
  categoryOf(definitionOf(library, report, module))

const print = (value: unknown): string => {
  if (value === null) return 'None'
  if (Array.isArray(value)) return value.map(print).join(',')
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '…'
}

/** The arguments that matter on a card: `64→128 k3 s2`. `built` are the constructor's, as analysis gives them. */
export function cardArguments(args: readonly RowArgument[], built: readonly unknown[], n: number): string {
  const parts: string[] = []
  const value = (kind: string) => built[args.findIndex(({ role }) => role.kind === kind)]
  const [input, output] = [value('inputChannels'), value('channels')]
  if (typeof output === 'number') parts.push(typeof input === 'number' ? `${input}→${output}` : String(output))
  const shown = args.filter(({ role }) => ['int', 'float', 'size', 'text', 'any'].includes(role.kind))
  const written = shown.filter(({ cell }) => cell !== undefined && cell.value !== null && cell.value !== 'None')
  const fallback = parts.length === 0 && shown[0]?.role.default != null ? shown.slice(0, 1) : []
  for (const { name, role, cell } of (written.length > 0 ? written : fallback).slice(0, 3)) {
    const text = print(cell === undefined ? role.default : cell.value)
    parts.push(
      name.length === 1
        ? `${name}${text}`
        : role.kind === 'text'
          ? text
          : parts.length === 0 && written.length < 2
            ? `${name} ${text}`
            : text,
    )
  }
  if (n > 1) parts.push(`×${n}`)
  return parts.join(' ')
}
