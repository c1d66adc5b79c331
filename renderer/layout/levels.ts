/**
 * Which lane each row stands in. A level is log2 of the stride; a row that gives no map (it failed, or it flattens) stands
 * where it stood before, else with its nearest known source, the image being level 0.
 */
import type { RowReport } from '../../graph-core/analysis'
import { resolveFrom } from '../../graph-core/document'
import { type ShapeTree, hintOf, isTensorType } from '../../graph-core/symbolic'
import type { LayoutOptions, Pictured } from './types'

/** The rows a row reads, slot by slot; null for a `from` that names none, -1 for the image. */
export function sourcesOfReport(row: RowReport): readonly (number | null)[] {
  const written = (Array.isArray(row.from) ? row.from : [row.from]) as readonly unknown[]
  return written.map((from) => {
    if (typeof from !== 'number' || !Number.isSafeInteger(from)) return null
    const source = resolveFrom(row.i, from)
    return source >= -1 && source < row.i ? source : null
  })
}

/** Height of the map a row gives, of the first one where it gives several; null where it gives none. */
export function mapHeight(out: ShapeTree): number | null {
  if (out === null) return null
  if (isTensorType(out)) {
    if (out.shape.length !== 4) return null
    const [height, width] = [hintOf(out.shape[2]!), hintOf(out.shape[3]!)]
    return height === 1 && width === 1 ? null : height
  }
  for (const part of Object.values(out) as ShapeTree[]) {
    const height = mapHeight(part)
    if (height !== null) return height
  }
  return null
}

/** The highest level that has a lane; a stride past it is drawn there. */
const highestLevel = 12

/** One level a row. */
export function levelsOf({ rows, imgsz }: Pictured, before: LayoutOptions['levels']): number[] {
  const levels: number[] = []
  for (const row of rows) {
    const height = mapHeight(row.out)
    levels.push(height === null ? (remembered(row, before) ?? nearestLevel(row, levels)) : levelOf(imgsz[0] / height))
  }
  return levels
}

const remembered = (row: RowReport, before: LayoutOptions['levels']) => (row.status === 'ok' ? undefined : before?.get(row.id))

const levelOf = (stride: number) => Math.min(highestLevel, Math.max(0, Math.round(Math.log2(stride))))

function nearestLevel(row: RowReport, levels: readonly number[]): number {
  const sources = sourcesOfReport(row).filter((s) => s !== null && s >= 0) as number[]
  const nearest = sources.length > 0 ? Math.max(...sources) : row.i - 1
  return levels[nearest] ?? 0
}

/**
 * Rows that span the lanes they read: they read several rows, nobody reads them, and what they give begins with predictions,
 * not with a map. Of the last row that is also believed while it fails, where its block is a head.
 */
export function headsOf({ rows }: Pictured, isHeadBlock: LayoutOptions['isHead'] = () => true): ReadonlySet<number> {
  const read = new Set(rows.flatMap(sourcesOfReport))
  const isHead = (row: RowReport) => {
    if (read.has(row.i) || new Set(sourcesOfReport(row).filter((s) => s !== null && s >= 0)).size < 2) return false
    if (row.i < rows.length - 1) return givesPredictions(row.out)
    return row.out === null ? isHeadBlock(row.module) : !isMap(row.out)
  }
  return new Set(rows.filter(isHead).map(({ i }) => i))
}

const isMap = (out: ShapeTree) => out !== null && isTensorType(out) && out.shape.length === 4

/** Heads give what was predicted together with what it was made of; a lone tensor may be a text or a vector. */
function givesPredictions(out: ShapeTree): boolean {
  if (out === null || isTensorType(out)) return false
  let first: ShapeTree | undefined = out
  while (first !== undefined && first !== null && !isTensorType(first)) [first] = Object.values(first) as ShapeTree[]
  return first !== undefined && first !== null && !isMap(first)
}
