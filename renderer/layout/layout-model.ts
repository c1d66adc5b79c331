/** The picture papers use, as a pure function of a report: levels are lanes, sweeps stand side by side, heads at the right. */
import { placeColumns } from './gaps'
import { type Line, stackLines } from './lines'
import { card, headWidth } from './measures'
import { place } from './placement'
import { planLinks } from './plan'
import { routeLinks } from './route'
import { type Topology, isSameTopology, topologyOf } from './topology'
import type { LaidEdge, LaidNode, Lane, Layout, LayoutOptions, Pictured } from './types'

/** Lays a model out: the same report and options always give the same picture. */
export const layoutModel = (report: Pictured, options: LayoutOptions = {}): Layout => layOut(topologyOf(report, options))

/** Lays one state of a model out after another: as long as nothing is drawn otherwise, the layout is the same object. */
export function createLayouter(): typeof layoutModel {
  let last: { readonly topology: Topology; readonly layout: Layout } | undefined
  return (report, options = {}) => {
    const topology = topologyOf(report, options)
    if (last === undefined || !isSameTopology(last.topology, topology)) last = { topology, layout: layOut(topology) }
    return last.layout
  }
}

function layOut({ ids, levels, links, heads, at }: Topology): Layout {
  const sources = ids.map((): number[] => [])
  for (const { from, to } of links) sources[to]!.push(from)
  const placement = place(levels, sources, heads)
  const { links: planned, channels } = planLinks(links, placement)
  const gaps = placeColumns(planned, placement)
  const { lines, lanes } = stackLines(placement.lines, channels)

  const headAt = new Map(placement.heads.map((head) => [head.row, head]))
  const nodes = ids.map((rowId, i): LaidNode => {
    const head = headAt.get(i)
    const x = gaps.x[placement.column[i]!]!
    const { cardTop, level } = lines[placement.line[i]!]!
    const size = head === undefined ? card : { width: headWidth, height: headHeight(lines, head) }
    return { rowId, i, x, y: cardTop, ...size, lane: level, isHead: head !== undefined, isMoved: false }
  })
  const shown = nodes.map((node): LaidNode => {
    const place = at[node.i]
    return place === undefined ? node : { ...node, x: place[0], y: place[1], isMoved: true }
  })
  const edges = routeLinks(planned, { nodes, shown, lines, gaps })
  return { nodes: shown, indexOf: new Map(ids.map((id, i) => [id, i])), lanes, edges, bounds: boundsOf(shown, lanes, edges) }
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
