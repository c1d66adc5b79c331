/** What a block needs so that it can stand behind a row: its required arguments, with the channels it reads kept at every scale. */
import type { Report } from '../../graph-core/analysis'
import { type Document, type NewRow, type NewValue, sourcesOf } from '../../graph-core/document'
import type { Library } from '../../graph-core/symbolic'
import { definitionOf, headerOf, rowArguments } from './row-arguments'

/** Arguments a row writes as the name of what the header says. */
const variables = ['nc', 'anchors']

/** The row that a block dropped behind row `after` becomes. */
export function newRowBehind(document: Document, report: Report, library: Library, module: string, after: number): NewRow {
  const definition = definitionOf(library, report, module)
  if (definition === undefined) return { module }
  const args: NewValue[] = []
  const stated = definition.kind === 'block' ? definition.stated : {}
  for (const [name, role] of [...Object.entries(stated), ...Object.entries(definition.args)]) {
    if (role.kind === 'repeats' || (role.kind === 'inputChannels' && role.style !== 'first')) continue
    if ('default' in role) break
    if (role.suggest !== undefined) args.push(role.suggest(declaredChannels(document, report, after)) as NewValue)
    else if (role.kind === 'channels' && role.scaled === false) args.push(declaredChannels(document, report, after))
    else if (role.kind === 'channels' || role.kind === 'inputChannels') args.push(writtenChannels(document, report, library, after))
    else if (variables.includes(name)) args.push(name)
    else break
  }
  return { module, args }
}

/** The channels a row gives, after width. */
function declaredChannels(document: Document, report: Report, i: number): number {
  const declared = report.rows[i]?.declared
  return typeof declared === 'number' ? declared : headerOf(document, report).ch
}

/** The channels of a row as a row would write them, before width: followed back to where they are written. */
function writtenChannels(document: Document, report: Report, library: Library, i: number): number {
  const declared = report.rows[i]?.declared
  const header = headerOf(document, report)
  const unscaled = Math.round(declaredChannels(document, report, i) / header.width)
  if (i < 0) return unscaled
  const channels = rowArguments(document, report, library, i).find(({ role }) => role.kind === 'channels')
  if (channels !== undefined) return typeof channels.cell?.value === 'number' ? channels.cell.value : unscaled
  const [source] = sourcesOf(document, i)
  if (source == null || source < 0 || report.rows[source]?.declared !== declared) return unscaled
  return writtenChannels(document, report, library, source)
}
