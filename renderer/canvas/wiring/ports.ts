/** Where wires touch cards: at the ends of the links as they are drawn, and where the next one could begin or arrive. */
import { type NodeHandle, Position } from '@xyflow/react'
import type { Library } from '../../../graph-core/symbolic'
import { type LaidEdge, type LaidNode, type Point, sourcesOfReport } from '../../layout'
import { type Snapshot, definitionOf } from '../../session'

export interface Port {
  /** Of an input its slot; of an output `out`, or `out-top` and the like where links leave from another side than the right one. */
  readonly id: string
  readonly type: 'source' | 'target'
  readonly position: Position
  /** From the corner of the card. */
  readonly x: number
  readonly y: number
}

/** The ports of every card; rows that read lists have a free input more. */
export function portsOf(library: Library, { report, layout }: Pick<Snapshot, 'report' | 'layout'>): readonly (readonly Port[])[] {
  const { nodes, edges } = layout
  const slotsOf = (i: number) => {
    const row = report.rows[i]!
    return sourcesOfReport(row).length + (definitionOf(library, report, row.module)?.reads === 'list' ? 1 : 0)
  }
  const leaving = nodes.map((): LaidEdge[] => [])
  const reaching = nodes.map((): LaidEdge[] => [])
  for (const edge of edges) {
    leaving[edge.from]!.push(edge)
    reaching[edge.to]!.push(edge)
  }
  return nodes.map((node) => [
    ...outputs(node, leaving[node.i]!),
    ...Array.from({ length: slotsOf(node.i) }, (_, slot) => input(node, slot, reaching[node.i]!, slotsOf(node.i))),
  ])
}

function outputs(node: LaidNode, leaving: readonly LaidEdge[]): Port[] {
  const usual: Port = { id: 'out', type: 'source', position: Position.Right, x: node.width, y: node.height / 2 }
  const ports = new Map([[usual.id, usual]])
  for (const edge of leaving) {
    const port = { ...at(node, edge.points[0]!), id: outputOf(node, edge), type: 'source' } as const
    if (!ports.has(port.id)) ports.set(port.id, port)
  }
  return [...ports.values()]
}

/** The port a link leaves from. */
export function outputOf(node: LaidNode, { points }: Pick<LaidEdge, 'points'>): string {
  const { position } = at(node, points[0]!)
  return position === Position.Right ? 'out' : `out-${position}`
}

function input(node: LaidNode, slot: number, reaching: readonly LaidEdge[], count: number): Port {
  const edge = reaching.find((each) => each.slot === slot)
  const place =
    edge === undefined ? { position: Position.Left, x: 0, y: freePlace(node, reaching, slot, count) } : at(node, edge.points.at(-1)!)
  return { id: String(slot), type: 'target', ...place }
}

/** Low on the left side, where the layout lets no link arrive. */
function freePlace(node: LaidNode, reaching: readonly LaidEdge[], slot: number, count: number): number {
  return reaching.length === 0 ? (node.height * (slot + 1)) / (count + 1) : node.height - 8
}

/** A point of a card's border, and the side it is on. */
function at({ x, y, width, height }: LaidNode, point: Point): { readonly position: Position; readonly x: number; readonly y: number } {
  const [px, py] = [point[0] - x, point[1] - y]
  const sides = [
    { position: Position.Right, distance: Math.abs(width - px) },
    { position: Position.Left, distance: Math.abs(px) },
    { position: Position.Top, distance: Math.abs(py) },
    { position: Position.Bottom, distance: Math.abs(height - py) },
  ]
  const { position } = sides.reduce((best, side) => (side.distance < best.distance ? side : best))
  return { position, x: px, y: py }
}

/** As React Flow takes them, so that it measures nothing. */
export const handlesOf = (ports: readonly Port[]): NodeHandle[] => ports.map((port) => ({ ...port, width: 0, height: 0 }))
