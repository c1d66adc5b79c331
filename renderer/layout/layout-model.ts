/** The picture papers use, as a pure function of a report: levels are lanes, sweeps stand side by side, heads at the right. */
import { placeColumns } from './gaps'
import { headsOf, levelsOf, sourcesOfReport } from './levels'
import { type Line, stackLines } from './lines'
import { card, headWidth } from './measures'
import { place } from './placement'
import { type Link, planLinks } from './plan'
import { routeLinks } from './route'
import type { LaidEdge, LaidNode, Lane, Layout, LayoutOptions, Pictured } from './types'

/** Lays a model out: the same report and options always give the same picture. */
export function layoutModel(report: Pictured, options: LayoutOptions = {}): Layout {
  const { rows } = report
  const levels = levelsOf(report, options.levels)
  const links = linksOf(report)
  const sources = rows.map((): number[] => [])
  for (const { from, to } of links) sources[to]!.push(from)
  const placement = place(levels, sources, headsOf(report))
  const { links: planned, channels } = planLinks(links, placement)
  const gaps = placeColumns(planned, placement)
  const { lines, lanes } = stackLines(placement.lines, channels)

  const headAt = new Map(placement.heads.map((head) => [head.row, head]))
  const nodes = rows.map(({ id }, i): LaidNode => {
    const head = headAt.get(i)
    const x = gaps.x[placement.column[i]!]!
    const { cardTop, level } = lines[placement.line[i]!]!
    const size = head === undefined ? card : { width: headWidth, height: headHeight(lines, head) }
    return { rowId: id, i, x, y: cardTop, ...size, lane: level, isHead: head !== undefined, isMoved: false }
  })
  const shown = nodes.map((node): LaidNode => {
    const at = options.at?.get(node.rowId)
    return at === undefined ? node : { ...node, x: at[0], y: at[1], isMoved: true }
  })
  const edges = routeLinks(planned, { nodes, shown, lines, gaps })
  return { nodes: shown, lanes, edges, bounds: boundsOf(shown, lanes, edges) }
}

/** Every link between two rows. */
function linksOf({ rows }: Pictured): Link[] {
  return rows.flatMap((row) => sourcesOfReport(row).flatMap((from, slot) => (from === null || from < 0 ? [] : [{ from, to: row.i, slot }])))
}

const headHeight = (lines: readonly Line[], { first, last }: { first: number; last: number }) =>
  lines[last]!.cardBottom - lines[first]!.cardTop

function boundsOf(nodes: readonly LaidNode[], lanes: readonly Lane[], edges: readonly LaidEdge[]): Layout['bounds'] {
  const last = lanes.at(-1)
  let [x, y, right, bottom] = [0, 0, 0, last === undefined ? 0 : last.y + last.height]
  for (const n of nodes) {
    ;[x, y] = [Math.min(x, n.x), Math.min(y, n.y)]
    ;[right, bottom] = [Math.max(right, n.x + n.width), Math.max(bottom, n.y + n.height)]
  }
  for (const { points } of edges)
    for (const [px, py] of points) {
      ;[x, y] = [Math.min(x, px), Math.min(y, py)]
      ;[right, bottom] = [Math.max(right, px), Math.max(bottom, py)]
    }
  return { x, y, width: right - x, height: bottom - y }
}
