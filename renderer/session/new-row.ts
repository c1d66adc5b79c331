/** What a block needs so that it can stand behind a row: its required arguments, with the channels it reads kept at every scale. */
import { type Report, declaredAtScales } from '../../graph-core/analysis'
import { dialectOf } from '../../graph-core/dialects'
import { scaleChannels } from '../../graph-core/dialects/parse-rule'
import { type Document, type NewRow, type NewValue, float, headerValue, sourcesOf } from '../../graph-core/document'
import { issue, type Issue } from '../../graph-core/issues/issue'
import type { Library } from '../../graph-core/symbolic'
import type { Shown } from './editing'
import { definitionOf, headerOf, isHeadBlock, rowArguments } from './row-arguments'

/** A block to be put in, by name alone or with the arguments that were typed behind it. */
export type Block = string | BlockChoice

export interface BlockChoice {
  readonly module: string
  /** What its row writes; required arguments behind these are filled in. */
  readonly args?: readonly NewValue[]
  readonly repeats?: number
}

/** What a row that reads the image gives; the few channels of an image are nothing to keep. */
const firstChannels = 64

/** Arguments a row writes as the name of what the header says. */
const variables = ['nc', 'anchors', 'kpt_shape']
/** What the parse rule itself puts behind the arguments of a head's row, which therefore must all be written. */
const added = ['reg_max', 'end2end', 'ch']

/** The row that a block dropped behind row `after` becomes; one that reads lists is given a list. */
export const newRowBehind = (document: Document, report: Report, library: Library, block: Block, after: number): NewRow =>
  rowMaker(document, report, library, after)(block)

/** Makes rows for one place: what holds for every block there is found out once. */
export function rowMaker(document: Document, report: Report, library: Library, after: number): (block: Block) => NewRow {
  let found: number | undefined
  const written = () => (found ??= after < 0 ? firstChannels : writtenChannels(document, report, library, after))
  return (block) => {
    const { module, args: given = [], repeats } = typeof block === 'string' ? { module: block } : block
    const definition = definitionOf(library, report, module)
    const rest = { module, ...(repeats === undefined ? {} : { repeats }), ...(definition?.reads === 'list' ? { from: [-1] } : {}) }
    if (definition === undefined) return { ...rest, ...(given.length === 0 ? {} : { args: given }) }
    const args: NewValue[] = [...given]
    let position = 0
    const stated = definition.kind === 'block' ? definition.stated : {}
    const isHead = isHeadBlock(definition)
    for (const [name, role] of [...Object.entries(stated), ...Object.entries(definition.args)]) {
      if (role.kind === 'repeats' || (role.kind === 'inputChannels' && role.style !== 'first')) continue
      if (position++ < given.length) continue
      if (isHead && added.includes(name)) break
      const isVariable = variables.includes(name)
      // A head names its classes even where its constructor has a number for them: the parse rule counts on it.
      const isNamed = isHead && isVariable && (!('default' in role) || name === 'nc' || headerValue(document, name) !== undefined)
      if (isNamed) args.push(name)
      else if (isHead && 'default' in role) args.push(role.default as NewValue)
      // What it tells apart are the channels it gives.
      else if (isHead && role.kind === 'channels') {
        args.push('nc')
        break
      } else if ('default' in role) break
      else if (role.suggest !== undefined) args.push(role.suggest(declaredChannels(document, report, after)) as NewValue)
      else if (role.kind === 'channels' && role.scaled === false) args.push(declaredChannels(document, report, after))
      else if (role.kind === 'channels' || role.kind === 'inputChannels') args.push(written())
      else if (isVariable) args.push(name)
      else break
    }
    return { ...rest, args: args.length > 0 || definition.kind === 'block' ? args : argsElsewhere(document, module) }
  }
}

/** What another row of the model writes for a layer that nothing is known to be needed for, such as by how much it scales. */
function argsElsewhere(document: Document, module: string): readonly NewValue[] {
  const row = document.rows.findLast((each) => each.module.value === module)
  return (row?.args ?? []).map((cell) => (cell.isFloat ? float(cell.value as number) : (cell.value as NewValue)))
}

/** The channels a row gives, after width. */
function declaredChannels(document: Document, report: Report, i: number): number {
  const declared = report.rows[i]?.declared
  return typeof declared === 'number' ? declared : headerOf(document, report).ch
}

/**
 * The number a row writes to give what row `i` gives: one that does so at every scale, as the nearest row before has it or as the width
 * undoes it; where there is none, the one that does so at this scale.
 */
export function writtenChannels(document: Document, report: Report, library: Library, i: number): number {
  const dialect = dialectOf(report.target)!
  const scales = [...declaredAtScales(document, library, report.target)].map(([scale, declared]) => {
    const header = headerOf(document, { target: report.target, scale })
    return { scale, header, channels: i < 0 ? header.ch : declared[i] }
  })
  const keeps = (written: number) => scales.every(({ header, channels }) => scaleChannels(written, header, dialect) === channels)
  const upstream = channelsUpstream(document, report, library, i)
  const unscaled = scales.flatMap(({ header, channels }) => (typeof channels === 'number' ? [Math.round(channels / header.width)] : []))
  const here = Math.round(declaredChannels(document, report, i) / headerOf(document, report).width)
  return [...upstream, here, ...unscaled].find(keeps) ?? here
}

/** Channel numbers as rows write them, from row `i` backwards along the links, the nearest first. */
function channelsUpstream(document: Document, report: Report, library: Library, i: number): number[] {
  const found: number[] = []
  const seen = new Set<number>()
  for (let open = i < 0 ? [] : [i]; open.length > 0;) {
    const next: number[] = []
    for (const row of open) {
      if (seen.has(row)) continue
      seen.add(row)
      const cell = rowArguments(document, report, library, row).find(({ role }) => role.kind === 'channels' && role.scaled !== false)?.cell
      if (typeof cell?.value === 'number') found.push(cell.value)
      next.push(...sourcesOf(document, row).filter((source): source is number => source !== null && source >= 0))
    }
    open = next
  }
  return found
}

/** Says at which scales a new row that should keep the channels it reads does not. */
export function channelsNotice(library: Library, { document: before }: Shown, { document, report }: Shown): Issue | null {
  const old = new Set(before.rows.map(({ id }) => id))
  const i = document.rows.findIndex(({ id }) => !old.has(id))
  const source = i < 0 ? null : (sourcesOf(document, i)[0] ?? null)
  if (source === null || source < 0) return null
  const written = rowArguments(document, report, library, i).find(({ role }) => role.kind === 'channels')?.cell
  if (typeof written?.value !== 'number') return null
  const changes = [...declaredAtScales(document, library, report.target)].flatMap(([scale, declared]) => {
    const [read, gives] = [declared[source], declared[i]]
    return typeof read === 'number' && typeof gives === 'number' && read !== gives ? [`${scale} (${read} → ${gives})`] : []
  })
  if (changes.length === 0) return null
  const { module, declared } = report.rows[i]!
  const isKept = declared === report.rows[source]!.declared
  const kept = isKept
    ? `keeps the ${String(declared)} channels it reads at ${report.scale} and changes them at`
    : 'cannot keep the channels it reads at'
  return issue('edit.channels-at-scale', `${module} (row ${i}) ${kept} ${changes.join(', ')}.`, { row: i, edge: source })
}
