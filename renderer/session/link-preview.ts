/** What a wire would do before it is dropped: whether the rows can be in that order, and whether the shapes meet. */
import { type Offered, createProber } from '../../graph-core/analysis'
import { type LinkOrder, fromCells, inputIndex, linkOrders, sourcesOf } from '../../graph-core/document'
import { issue, type Issue } from '../../graph-core/issues/issue'
import { type Library, type ShapeTree, isTensorType } from '../../graph-core/symbolic'
import type { Shown } from './editing'
import { definitionOf } from './row-arguments'

/** What connecting a slot would do. */
export interface LinkPreview {
  readonly to: number
  readonly slot: number
  /** `refused`: the rows cannot be in that order, or the shapes do not meet; `why` says which. */
  readonly outcome: 'ok' | 'reorders' | 'refused'
  readonly why?: Issue
  /** Whether the link can be drawn although the shapes do not meet: the row is then in error until they do. */
  readonly canForce: boolean
  /** What the row would give; null where that is not known. */
  readonly shape: ShapeTree
  /** False where the shapes were not tried: among many targets, a row that adapts to what it reads is taken to do so. */
  readonly isTried: boolean
}

interface Wire {
  readonly from: number
  readonly to: number
  readonly slot: number
}

export function createPreviewer(library: Library) {
  let last: { readonly key: unknown; readonly prober: ReturnType<typeof createProber> } | undefined

  /** One prober as long as header and settings stay. */
  function proberOf({ document, report }: Shown) {
    const key = JSON.stringify([
      report.target,
      report.scale,
      report.imgsz,
      document.header.filter(({ key: k }) => k !== 'graft').map(({ text }) => text),
    ])
    if (last?.key !== key) last = { key, prober: createProber(document, library, report) }
    return last.prober
  }

  function previewOf(shown: Shown, { from, to, slot }: Wire, order: LinkOrder, isQuick: boolean): LinkPreview {
    const base = { to, slot, shape: null, isTried: true }
    if (order.kind === 'cycle' || order.kind === 'crosses') return { ...base, outcome: 'refused', why: order.issue, canForce: false }
    const { document, report } = shown
    const row = document.rows[to]!
    const sources = [...sourcesOf(document, to)]
    const isAdded = slot === sources.length
    const isList = row.from.items !== undefined || isAdded
    const now = report.rows[to]!
    const outcome = order.kind === 'kept' ? 'ok' : 'reorders'
    const offered = offer(shown, from)
    if (offered === null || row.isMalformed) return { ...base, outcome, canForce: true }
    const present = sources[slot]
    if (!isAdded && present !== undefined && present !== null && now.status === 'ok') {
      const read = offer(shown, present)
      if (read !== null && read.out === offered.out && read.declared === offered.declared)
        return { ...base, outcome, canForce: true, shape: now.out }
    }
    sources[slot] = from
    const inputs = sources.map((source) => (source === null ? null : offer(shown, source)))
    // Another input is missing: nothing can be said before it is there.
    if (inputs.some((input) => input === null)) return { ...base, outcome, canForce: true }
    // To build a block anew for other channels takes longer than a frame has for a hundred rows.
    const isMap = ({ out }: Offered) => out !== null && isTensorType(out) && out.shape.length === 4
    const isCostly = now.params > 0 && (inputs as Offered[]).every(isMap)
    if (isQuick && isCostly) return { ...base, outcome, canForce: true, isTried: false }
    const prober = proberOf(shown)
    const result = prober.probe(row, inputs as Offered[], isList)
    if (result.ok) return { ...base, outcome, canForce: true, shape: result.out }
    const why = prober.explain(document, to, sources as number[], inputs as Offered[], result, report)
    return { ...base, outcome: 'refused', why, canForce: true }
  }

  function offer(shown: Shown, i: number): Offered | null {
    if (i === inputIndex) return proberOf(shown).image
    const row = shown.report.rows[i]
    return row === undefined || row.status !== 'ok' || row.out === null ? null : row
  }

  /** Whether one more input can be added behind those a row has. */
  const takesMore = ({ document, report }: Shown, i: number) => {
    const row = document.rows[i]!
    return typeof row.module.value === 'string' && definitionOf(library, report, row.module.value)?.reads === 'list'
  }

  return {
    prober: proberOf,
    offer,

    preview(shown: Shown, wire: Wire): LinkPreview {
      const { from, to, slot } = wire
      const missing = [from, to].find((i) => shown.document.rows[i] === undefined)
      const base = { to, slot, outcome: 'refused', canForce: false, shape: null, isTried: true } as const
      if (missing !== undefined) return { ...base, why: issue('edit.no-row', `The model has no row ${missing}.`, { row: missing }) }
      const count = fromCells(shown.document.rows[to]!).length
      if (slot < 0 || slot > count || (slot === count && count > 0 && !takesMore(shown, to)))
        return { ...base, why: issue('edit.slot', `Row ${to} has ${count} inputs.`, { row: to }) }
      return previewOf(shown, wire, linkOrders(shown.document, from)(to), false)
    },

    /** Every slot of every other row, and the next one of rows that read lists. */
    targets(shown: Shown, from: number): readonly LinkPreview[] {
      const { document } = shown
      if (document.rows[from] === undefined) return []
      const orderOf = linkOrders(document, from)
      return document.rows.flatMap((row, to) => {
        if (to === from) return []
        const order = orderOf(to)
        const count = fromCells(row).length + (takesMore(shown, to) ? 1 : 0)
        return Array.from({ length: count }, (_, slot) => previewOf(shown, { from, to, slot }, order, true))
      })
    },
  }
}
