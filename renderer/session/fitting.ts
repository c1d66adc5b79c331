/** Which blocks could stand in a place: tried there on the shapes that are there. */
import type { Offered } from '../../graph-core/analysis'
import { type Issue, issue } from '../../graph-core/issues/issue'
import { defaultStyle, printRow } from '../../graph-core/yaml/print'
import { type NewRow, type Row, type RowId, sourcesOf } from '../../graph-core/document'
import { readFlowRow } from '../../graph-core/yaml/flow-row'
import { readRow } from '../../graph-core/yaml/rows'
import type { ShapeError, ShapeTree } from '../../graph-core/symbolic'
import { type Editing, type RowRef, type Shown, indexOf } from './editing'
import type { createPreviewer } from './link-preview'
import { type Block, rowMaker } from './new-row'

/** Where a block would be put: behind a row, or into a slot of one. */
export type Place = { readonly after: RowRef } | { readonly to: RowRef; readonly slot: number }

/** Whether a block fits, and the shape it would give. */
export interface Fit {
  readonly fits: boolean
  readonly shape: ShapeTree
  /** Why it does not. */
  readonly why?: Issue
}

export function fitting({ library, shown }: Pick<Editing, 'library' | 'shown'>, previewer: ReturnType<typeof createPreviewer>) {
  let last: { readonly of: Shown; readonly read: number; readonly make: ReturnType<typeof rowMaker> } | undefined

  /** What makes rows that read a row; the same one while the model stays. */
  function makerAt(now: Shown, read: number) {
    if (last?.of !== now || last.read !== read) last = { of: now, read, make: rowMaker(now.document, now.report, library, read) }
    return last.make
  }

  function fitOf(block: Block, place: Place): Fit {
    const now = shown()
    const read = sourceAt(now, place)
    const offered = previewer.offer(now, read)
    // Nothing is known of what it would read: everything may fit.
    if (offered === null) return { fits: true, shape: null }
    const row = asRow(makerAt(now, read)(block))
    const prober = previewer.prober(now)
    const tried = row === null ? null : prober.probe(row, [offered], row.from.items !== undefined)
    if (tried === null) return { fits: false, shape: null }
    if (!tried.ok) return { fits: false, shape: null, why: refusalOf(tried.error) }
    return 'to' in place ? fitInto(now, place, tried) : { fits: true, shape: tried.out }
  }

  /** Whether the row behind takes what a block before it would give. */
  function fitInto({ document, report, layout }: Shown, place: { readonly to: RowRef; readonly slot: number }, given: Offered): Fit {
    const to = indexOf(place.to)
    const row = document.rows[to]!
    const sources = sourcesOf(document, to)
    const inputs = Array.from({ length: Math.max(sources.length, place.slot + 1) }, (_, slot) =>
      slot === place.slot ? given : previewer.offer({ document, report, layout }, sources[slot] ?? to - 1),
    )
    if (inputs.some((input) => input === null)) return { fits: true, shape: given.out }
    const tried = previewer
      .prober({ document, report, layout })
      .probe(row, inputs as Offered[], row.from.items !== undefined || inputs.length > 1)
    return tried.ok ? { fits: true, shape: given.out } : { fits: false, shape: given.out, why: refusalOf(tried.error) }
  }

  return {
    /** Whether a block would run in a place. */
    fit: fitOf,
    /** Those of the named blocks that fit a place. Each is tried once for a shape; an iterator lets a list show the first ones at once. */
    *candidatesFor(place: Place, modules: Iterable<string>): Generator<string> {
      for (const module of modules) if (fitOf(module, place).fits) yield module
    },
  }
}

const refusalOf = ({ code, message, cure }: ShapeError): Issue => issue(code, message, {}, cure === undefined ? {} : { cure })

/** The row that a block in a place would read. */
function sourceAt({ document }: Shown, place: Place): number {
  if ('after' in place) return indexOf(place.after)
  const to = indexOf(place.to)
  return sourcesOf(document, to)[place.slot] ?? to - 1
}

/** A row apart from any file. */
function asRow(row: NewRow): Row | null {
  const text = printRow(row, defaultStyle, 0, '\n')
  const read = readFlowRow(text, 0)
  return read && readRow('' as RowId, '', read.cell, read.problems)
}
