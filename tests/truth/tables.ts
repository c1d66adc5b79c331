/** What real PyTorch printed of whole models; `graph-core/analysis/tables/README.md` says how the files are written. */
import { readFileSync, readdirSync } from 'node:fs'
import type { ThopVersion } from '../../graph-core/symbolic'

/** What is counted over a model. */
export interface TableCounts {
  readonly layers: number
  readonly modules: number
  readonly leaves: number
  readonly params: number
  readonly gradients: number
  /** null where the library prints none. */
  readonly gflops: number | null
  readonly gflopsByThop: { readonly [V in ThopVersion]: number | null }
}

export interface TableRow {
  readonly i: number
  readonly from: unknown
  readonly n: number
  readonly type: string
  readonly args: unknown
  readonly params: number
  readonly out: unknown
}

/** One model at one scale. */
export interface Table {
  readonly name: string
  readonly family: string
  /** The name of the file it was built from. */
  readonly yaml: string
  /** The size that was written into it, where it is a file of YOLOv5's own at another size. */
  readonly size?: string
  readonly target: string
  readonly scale: string
  readonly nc: number
  readonly task: string
  /** The image that shapes and GFLOPs are of, [n, c, h, w]. */
  readonly input: readonly [number, number, number, number]
  readonly stride: readonly number[]
  /** Whether the profiler had to take the full image. */
  readonly fellBack: boolean
  readonly rows: readonly TableRow[]
  readonly totals: TableCounts
  /** After `fuse()`; null where that fails. */
  readonly fused: TableCounts | null
}

type Counts = readonly [number, number, number, number, number, number | null, readonly [number | null, number | null, number | null]]

interface FamilyFile {
  readonly rows: readonly (readonly [unknown, number, string, unknown, number, unknown])[]
  readonly models: {
    readonly [name: string]: Omit<Table, 'name' | 'family' | 'rows' | 'totals' | 'fused'> & {
      readonly totals: Counts
      readonly fused: Counts | null
      readonly rows: readonly number[]
    }
  }
}

const folder = new URL('../../graph-core/analysis/tables/', import.meta.url)
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), 'utf8'))

function countsOf([layers, modules, leaves, params, gradients, gflops, [first, second, third]]: Counts): TableCounts {
  return { layers, modules, leaves, params, gradients, gflops, gflopsByThop: { '0.1.1': first, '2.0.18': second, '2.1.6': third } }
}

/** Families that have tables; files of another form have a prefix that says what they hold. */
export const families: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json') && !/^(totals|graft)-/.test(file))
  .map((file) => file.replace(/\.json$/, ''))
  .sort()

/** The tables of a family. */
export function tablesOf(family: string): Table[] {
  const { rows, models } = read(`${family}.json`) as FamilyFile
  return Object.entries(models).map(([name, model]): Table => ({
    ...model,
    name,
    family,
    totals: countsOf(model.totals),
    fused: model.fused === null ? null : countsOf(model.fused),
    rows: model.rows.map((at, i) => {
      const [from, n, type, args, params, out] = rows[at]!
      return { i, from, n, type, args, params, out }
    }),
  }))
}

/** Totals of a model as the older release printed them. */
export interface OlderTotals {
  readonly layers: number
  readonly params: number
  readonly gradients: number
  readonly gflops: number
  readonly fusedLayers: number
  readonly fusedParams: number
  readonly fusedGflops: number
  /** Classes of the older file, where today's has others. */
  readonly nc?: number | undefined
}

type OlderCounts = readonly [number, number, number, number, number, number, number, number?]

/** Totals under Ultralytics 8.3.63, by model. */
function olderTotals(): ReadonlyMap<string, OlderTotals> {
  const { models } = read('totals-8.3.63.json') as { models: { readonly [name: string]: readonly number[] } }
  return new Map(
    Object.entries(models).map(([name, counts]) => {
      const [layers, params, gradients, gflops, fusedLayers, fusedParams, fusedGflops, nc] = counts as OlderCounts
      return [name, { layers, params, gradients, gflops, fusedLayers, fusedParams, fusedGflops, nc }]
    }),
  )
}

/** The tables of Ultralytics' models that the older release had too, with the totals it printed. */
export function olderTables(): (readonly [Table, OlderTotals])[] {
  const totals = olderTotals()
  const found = families.flatMap(tablesOf).filter(({ target, name }) => target === 'ultralytics@8.4' && totals.has(name))
  if (found.length !== totals.size) throw new Error(`expected a table for each of ${totals.size} older totals, got ${found.length}`)
  return found.map((table) => [table, totals.get(table.name)!])
}
