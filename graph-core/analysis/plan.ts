/**
 * The parse rule applied: each row's definition, constructor arguments and declared channels, without building anything.
 */
import { fromCells, sourceOf } from '../document/edges'
import type { Cell, Document, Row } from '../document/types'
import type { Dialect, ModelHeader } from '../dialects'
import { readArguments, scaleChannels, scaleRepeats } from '../dialects/parse-rule'
import type { Fix } from '../issues/fix'
import { type IssueCode } from '../issues/issue'
import { nearestName } from '../nearest'
import { type ArgValue, type BlockDefinition, type LayerDefinition, type Library, type RowContext, ShapeError } from '../symbolic'

/** A finding about a row before it has a place in the text. */
export interface Finding {
  readonly code: IssueCode
  readonly message: string
  readonly cure?: string
  readonly cell?: Cell
  /** Name of the argument it is about. */
  readonly arg?: string
  readonly fixes?: readonly Fix[]
}

type Channels = number | readonly number[]

/** One row after the parse rule. `definition` is null where the row cannot be understood. */
export interface RowPlan {
  readonly row: Row
  readonly i: number
  /** Global indices of the rows it reads, -1 for the image; null where one is missing. */
  readonly sources: readonly number[] | null
  /** The row whose text it reads beside them, -1 for the text given; null where it takes no part in the text. */
  readonly text: number | null
  /** Whether `from` is written as a list, so that the block is given a list. */
  readonly isList: boolean
  /** Channels its sources declare: what decides, beside the row and its place, whether the plan still holds. */
  readonly channels: readonly Channels[]
  readonly definition: BlockDefinition | LayerDefinition | null
  readonly args: readonly ArgValue[]
  /** Repeats after the depth multiple. */
  readonly n: number
  /** How many copies run one after another: 1 for blocks that take their repeats as an argument. */
  readonly copies: number
  readonly declared: number | readonly number[] | null
  readonly findings: readonly Finding[]
}

/** What all rows of a model share. */
export interface PlanContext {
  readonly library: Library
  readonly dialect: Dialect
  readonly header: ModelHeader
}

/** Plans all rows. A row whose plan fails declares its source's channels, so that later rows can still be read. */
export function planRows(document: Document, context: PlanContext, previous: (id: Row['id']) => RowPlan | undefined): RowPlan[] {
  const plans: RowPlan[] = []
  let refinedBy = -1
  const channelsAt = (source: number): Channels => (source < 0 ? context.header.ch : (plans[source]!.declared ?? context.header.ch))
  document.rows.forEach((row, i) => {
    const sources = sourcesOfRow(row, i)
    const channels = (sources ?? [i - 1]).map(channelsAt)
    const known = previous(row.id)
    const isKept = known !== undefined && known.row === row && isSamePlace(known, i, sources, channels)
    const plan = withText(isKept ? known : readRow(row, i, sources, channels, context), refinedBy)
    if (plan.definition?.text === 'refined') refinedBy = i
    plans.push(plan)
  })
  return plans
}

/** Whether a row read before still stands where it stood and reads sources that declare the same. */
function isSamePlace(known: RowPlan, i: number, sources: readonly number[] | null, channels: readonly Channels[]): boolean {
  return (
    known.i === i &&
    sameList(known.sources, sources) &&
    known.channels.length === channels.length &&
    known.channels.every((c, k) => c === channels[k] || sameChannels(c, channels[k]!))
  )
}

/** The plan with its place among the rows that refine the text; the same object where that stays. */
function withText(plan: RowPlan, refinedBy: number): RowPlan {
  const use = plan.definition?.text
  const text = use === undefined ? null : use === 'given' ? -1 : refinedBy
  return text === plan.text ? plan : { ...plan, text }
}

const sameList = (a: readonly number[] | null, b: readonly number[] | null) =>
  a === b || (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((x, k) => x === b[k]))

const sameChannels = (a: Channels, b: Channels) => typeof a !== 'number' && typeof b !== 'number' && sameList(a, b)

function sourcesOfRow(row: Row, i: number): readonly number[] | null {
  const sources = fromCells(row).map((cell) => sourceOf(i, cell))
  return sources.length > 0 && sources.every((s) => s !== null) ? sources : null
}

/** Applies the parse rule to one row. */
export function readRow(
  row: Row,
  i: number,
  sources: readonly number[] | null,
  channels: readonly Channels[],
  { library, dialect, header }: PlanContext,
): RowPlan {
  const isList = row.from.items !== undefined
  const failed = (findings: readonly Finding[]): RowPlan => ({
    row,
    i,
    sources,
    text: null,
    isList,
    channels,
    definition: null,
    args: [],
    n: 1,
    copies: 1,
    declared: channels[0]!,
    findings,
  })
  const name = row.module.value
  if (row.isMalformed || typeof name !== 'string') return failed([])
  const definition = library.resolve(name, dialect.target, dialect.libraries)
  if (definition === undefined) return failed([unknownModule(name, row.module, i, library, dialect)])
  const read = readArguments(row.args, header, dialect.evaluatesArguments ? library : undefined)
  if ('refusal' in read) return failed([{ code: 'row.literal', message: read.refusal.reason, cell: read.refusal.cell }])

  const n = scaleRepeats(typeof row.repeats.value === 'number' ? row.repeats.value : 1, header.depth)
  const r: RowContext = {
    block: name,
    channels,
    repeats: n,
    scale: header.scale,
    nc: header.nc,
    regMax: header.regMax,
    end2end: header.end2end,
    cells: read.values,
    width: header.width,
    maxChannels: header.maxChannels,
    scaleChannels: (c) => scaleChannels(c, header, dialect),
  }
  try {
    const args = definition.row(read.values, r)
    const takesRepeats = Object.values(definition.args).some((role) => role.kind === 'repeats')
    const bound = definition.bind(args)
    const declared = definition.declared(bound, r)
    return {
      row,
      i,
      sources,
      text: null,
      isList,
      channels,
      definition,
      args,
      n,
      copies: takesRepeats ? 1 : n,
      declared,
      findings: brokenForm(definition, row.module, i),
    }
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error
    const { code, message, cure, arg } = error
    return failed([{ code, message, cure, cell: row.argsCell, ...(arg === undefined ? {} : { arg }) }])
  }
}

/** Said of a block that is built as it was published although that is a mistake. */
function brokenForm(definition: BlockDefinition | LayerDefinition, cell: Cell, row: number): Finding[] {
  const broken = definition.kind === 'block' ? definition.about?.form?.broken : undefined
  if (broken === undefined) return []
  const fixes: Fix[] = [{ kind: 'replaceModule', row, module: broken.instead }]
  return [{ code: 'row.broken-form', message: broken.why, cure: `Write ${broken.instead} instead.`, cell, fixes }]
}

function unknownModule(name: string, cell: Cell, row: number, library: Library, dialect: Dialect): Finding {
  const known = [
    ...library.blocks.filter((b) => dialect.libraries.includes(b.library) && b.isIn(dialect.target)).map((b) => b.blockName),
    ...library.layers.map((l) => `nn.${l.definition.name}`),
  ]
  const nearest = nearestName(name, known)
  const proposed =
    nearest === undefined ? {} : { cure: `Did you mean ${nearest}?`, fixes: [{ kind: 'replaceModule', row, module: nearest }] as const }
  return { code: 'row.unknown-module', message: `${dialect.title} has no module ${name.slice(0, 60)}.`, cell, ...proposed }
}
