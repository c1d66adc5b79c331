/** A row's arguments by name: which cell writes each, as roles and the parse rule have it. The inspector and `setArg` read it. */
import type { Report } from '../../graph-core/analysis'
import { type ModelHeader, dialectOf, readHeader } from '../../graph-core/dialects'
import { scaleChannels } from '../../graph-core/dialects/parse-rule'
import { type Cell, type Document, type NewValue, float, sourcesOf } from '../../graph-core/document'
import type { BlockDefinition, LayerDefinition, Library, Role } from '../../graph-core/symbolic'

export type AnyDefinition = BlockDefinition | LayerDefinition

export interface RowArgument {
  readonly name: string
  readonly role: Role<unknown>
  /** Place among the row's cells; null for what the parse rule inserts. */
  readonly position: number | null
  readonly cell: Cell | undefined
}

/** What a row's module means under the report's target. */
export function definitionOf(library: Library, report: Pick<Report, 'target'>, module: string): AnyDefinition | undefined {
  const dialect = dialectOf(report.target)
  return dialect && library.resolve(module, dialect.target, dialect.libraries)
}

/** Whether a block is the head of a model. */
export const isHeadBlock = (definition: AnyDefinition | undefined): boolean => definition?.kind === 'block' && definition.head !== undefined

/** The arguments of row `i` in the order of the constructor; none for a module nobody knows. */
export function rowArguments(document: Document, report: Report, library: Library, i: number): readonly RowArgument[] {
  const row = document.rows[i]
  const definition = typeof row?.module.value === 'string' ? definitionOf(library, report, row.module.value) : undefined
  if (row === undefined || definition === undefined) return []
  let position = 0
  const stated = definition.kind === 'block' ? definition.stated : {}
  return [...Object.entries(stated), ...Object.entries(definition.args)].map(([name, role]): RowArgument => {
    const isInserted =
      role.kind === 'repeats' || (role.kind === 'inputChannels' && !writesInput(role, row.args[position], document, report, i))
    if (isInserted) return { name, role, position: null, cell: undefined }
    return { name, role, position, cell: row.args[position++] }
  })
}

/** Whether the row writes its input channels, as the parse rule decides it. */
function writesInput({ style }: Role<unknown>, cell: Cell | undefined, document: Document, report: Report, i: number): boolean {
  if (style === 'first') return true
  const source = sourcesOf(document, i)[0]
  const channels = source == null ? undefined : report.rows[source]?.declared
  const value = cell?.value
  if (style !== 'optional' || typeof value !== 'number' || value < 32) return false
  return value === channels || scaledChannels(document, report, value) === channels
}

/** The header as the report's target reads it, at the report's scale. */
export function headerOf(document: Document, { scale, target }: Pick<Report, 'scale' | 'target'>): ModelHeader {
  return readHeader(document, { dialect: dialectOf(target), ...(scale === '' ? {} : { scale }) }).header
}

/** Channels of a row after cap, width and rounding, at the report's scale. */
export function scaledChannels(document: Document, report: Pick<Report, 'scale' | 'target'>, written: number): number {
  return scaleChannels(written, headerOf(document, report), dialectOf(report.target)!)
}

/** All argument values of a row with one of them changed; skipped ones before it get their defaults. `undefined` ends the list there. */
export function withArgument(
  args: readonly RowArgument[],
  cells: readonly Cell[],
  position: number,
  value: NewValue | undefined,
): NewValue[] {
  const written = cells.map((cell): NewValue => (cell.isFloat ? float(cell.value as number) : (cell.value as NewValue)))
  if (value === undefined) return written.slice(0, position)
  for (let k = written.length; k < position; k++) written.push((args.find((a) => a.position === k)?.role.default ?? null) as NewValue)
  written[position] = value
  return written
}
