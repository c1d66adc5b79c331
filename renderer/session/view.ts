/** What is shown of a model: computed from document and options, never stored beside them. */
import isEqual from 'fast-deep-equal/es6'
import { type BuiltModel, type Memo, type Report, analyze, buildModel, createMemo } from '../../graph-core/analysis'
import { dialectOf, readHeader, recogniseDialect } from '../../graph-core/dialects'
import type { Document, HeaderEntry } from '../../graph-core/document'
import { issueKinds } from '../../graph-core/issues/codes'
import type { Library } from '../../graph-core/symbolic'
import { type Layout, createLayouter, movedNodes } from '../layout'
import { definitionOf, isHeadBlock } from './row-arguments'

export interface ViewOptions {
  readonly scale: string | undefined
  /** undefined: what the library looks at, 224 px for classes of images and 640 for all else. */
  readonly imgsz: readonly [number, number] | undefined
  /** Of a file that names none; undefined: the usual one. */
  readonly defaultTarget?: string | undefined
}

export interface Totals {
  readonly layers: number
  readonly params: number
  readonly gflops: number | null
  readonly macs: number
}

export interface View {
  /** The document that is pictured: the last one that could be read. */
  readonly document: Document
  readonly report: Report
  readonly layout: Layout
}

/** Whether the text cannot be read as a model at all, so that a picture of it would be empty. */
export function isBroken(document: Document): boolean {
  const errors = document.problems.filter(({ code }) => issueKinds[code].severity === 'error')
  const hasSyntaxError = errors.some(({ code }) => code.startsWith('yaml.'))
  // Lists that say themselves that they are empty are a model whose first row is still to come.
  const isEmpty = errors.length === 1 && errors[0]!.code === 'model.no-rows'
  return hasSyntaxError || (document.rows.length === 0 && !isEmpty)
}

/** Whether two states of a model are the same to analysis, so that moving a card analyses nothing. */
function differsInCardsOnly(before: Document, after: Document): boolean {
  const isModel = ({ key }: HeaderEntry) => key !== 'graft'
  const sameEntries = (a: readonly HeaderEntry[], b: readonly HeaderEntry[]) =>
    a.length === b.length && a.every((entry, i) => entry.text === b[i]!.text && before.headerStarts[i] === after.headerStarts[i])
  return (
    before.path === after.path &&
    before.problems.length === 0 &&
    after.problems.length === 0 &&
    before.graft?.get('target') === after.graft?.get('target') &&
    before.rows.length === after.rows.length &&
    before.rows.every((row, i) => {
      const now = after.rows[i]!
      return row.id === now.id && row.cell.text === now.cell.text && row.section === now.section && before.starts[i] === after.starts[i]
    }) &&
    // Only a key at the end of the file leaves every place in the text as it was.
    before.header.slice(0, -1).every(isModel) &&
    after.header.slice(0, -1).every(isModel) &&
    sameEntries(before.header.filter(isModel), after.header.filter(isModel)) &&
    [before, after].every(({ header }) => header.at(-1)?.key !== 'graft' || header.at(-1)!.problems.length === 0)
  )
}

/** A report with the parts of the one before that are no others, and that one itself where none is: who looks at them then need not look again. */
function keepSame(before: Report | undefined, { rows: now, ...rest }: Report): Report {
  if (before === undefined) return { rows: now, ...rest }
  const rows = now.map((row, i) => (isEqual(row, before.rows[i]) ? before.rows[i]! : row))
  const isSame = rows.length === before.rows.length && rows.every((row, i) => row === before.rows[i])
  const parts = Object.entries(rest).map(([name, part]) => {
    const known: unknown = before[name as keyof Report]
    return [name, isEqual(known, part) ? known : part] as const
  })
  if (isSame && parts.every(([name, part]) => part === before[name as keyof Report])) return before
  return { rows: isSame ? before.rows : rows, ...(Object.fromEntries(parts) as typeof rest) }
}

/** Whether options ask for what a report was made with. */
function isAsked({ scale, imgsz, defaultTarget }: ViewOptions, { options, report }: { options: ViewOptions; report: Report }): boolean {
  const isImage = imgsz === undefined ? options.imgsz === undefined : String(imgsz) === String(report.imgsz)
  return isImage && (scale ?? options.scale ?? report.scale) === report.scale && defaultTarget === options.defaultTarget
}

/** Views one model after another, with a memory of its own. */
export function createViewer(library: Library) {
  const memo = createMemo()
  let baselineMemo: { readonly of: Document; readonly memo: Memo } | undefined
  const layOut = createLayouter()
  let levels: ReadonlyMap<Document['rows'][number]['id'], number> = new Map()
  let last: { readonly document: Document; readonly options: ViewOptions; readonly report: Report } | undefined

  return {
    view(document: Document, options: ViewOptions): View {
      const isSame = last !== undefined && isAsked(options, last) && differsInCardsOnly(last.document, document)
      const report = isSame ? last!.report : keepSame(last?.report, run(document, library, options, memo))
      last = { document, options, report }
      const isHead = (module: string) => isHeadBlock(definitionOf(library, report, module))
      const layout = layOut(report, { at: movedNodes(document), levels, isHead })
      levels = new Map(layout.nodes.map((node) => [node.rowId, node.lane]))
      return { document, report, layout }
    },

    /** The report of another model, or of another state, at the settings of `report`, to compare with. */
    baseline(document: Document, { scale, imgsz, target }: Report): Report {
      if (baselineMemo?.of !== document) baselineMemo = { of: document, memo: createMemo() }
      // A model without scales, or with others, is taken as it is.
      const shared = readHeader(document).header.scales.includes(scale) ? scale : undefined
      return run(document, library, { scale: shared, imgsz, target }, baselineMemo.memo)
    },

    /** The modules of what is pictured: those that its report was made of. */
    built: ({ document, report: { target, imgsz, scale } }: Pick<View, 'document' | 'report'>): BuiltModel =>
      buildModel(document, library, { target, imgsz, ...(scale === '' ? {} : { scale }) }, memo),

    /** The issues of a text that cannot be pictured. */
    issues: (document: Document, options: ViewOptions) => run(document, library, options, createMemo()).issues,
  }
}

function run(document: Document, library: Library, options: ViewOptions & { target?: string }, memo: Memo): Report {
  const { scale, imgsz, defaultTarget } = options
  const target = options.target ?? (defaultTarget && recogniseDialect(document, dialectOf(defaultTarget)).target.id)
  // A scale that the file does not have any more, or not under this target, is not asked of it.
  const dialect = (target === undefined ? undefined : dialectOf(target)) ?? recogniseDialect(document)
  const hasScale = scale !== undefined && readHeader(document, { dialect }).header.scales.includes(scale)
  const asked = {
    ...(imgsz === undefined ? {} : { imgsz }),
    ...(hasScale ? { scale } : {}),
    ...(target === undefined ? {} : { target }),
  }
  return analyze(document, library, asked, memo)
}
