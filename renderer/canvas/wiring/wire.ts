/** A wire while a hand holds it: what it may be dropped on, and what a drop would do. */
import { type LaidEdge, type Layout, type Point, isOver as isOverCard } from '../../layout'
import type { LinkPreview, Session } from '../../session'
import type { Port } from './ports'

export type Link = Pick<LaidEdge, 'from' | 'to' | 'slot'>

/** `moved`: the link whose end is being moved. */
export type Wire =
  | { readonly seeks: 'input'; readonly from: number; readonly moved?: Link }
  | { readonly seeks: 'output'; readonly to: number; readonly slot: number; readonly moved?: Link }

/** What a wire would do at a port. */
export interface Target extends LinkPreview {
  readonly from: number
}

/** A wire with what is known of its targets, by port. */
export interface HeldWire {
  readonly wire: Wire
  readonly targets: ReadonlyMap<string, Target>
}

/** Names the port of a card among those a wire seeks: an input by its slot, outputs of a card are one. */
export const portKey = (i: number, slot: number | 'out'): string => `${i} ${slot}`

const keyOf = (wire: Wire, i: number, port: Port) => portKey(i, wire.seeks === 'input' ? Number(port.id) : 'out')

/** Milliseconds in which outputs are tried before the wire moves; the others are taken to fit until the wire comes to them. */
const mostTrying = 40

/** Takes hold of a wire: finds out where it may go. */
export function holdWire(session: Session, wire: Wire): HeldWire {
  if (wire.seeks === 'input') {
    const { from } = wire
    const targets = session.connectionTargets(from).map((preview) => [portKey(preview.to, preview.slot), { ...preview, from }] as const)
    return { wire, targets: new Map(targets) }
  }
  const { to, slot } = wire
  const targets = new Map<string, Target>()
  const began = performance.now()
  for (const row of session.getSnapshot().report.rows) {
    if (row.i === to) continue
    const isTried = performance.now() - began < mostTrying
    const preview = isTried
      ? session.connectionPreview(row.i, to, slot)
      : ({ to, slot, outcome: 'ok', canForce: true, shape: null, isTried: false } as const)
    targets.set(portKey(row.i, 'out'), { ...preview, from: row.i })
  }
  return { wire, targets }
}

/** What a card as a whole says to a wire: the best of its ports; undefined where it has none the wire seeks. */
export function outcomeAt({ wire, targets }: HeldWire, i: number, ports: readonly Port[]): LinkPreview['outcome'] | undefined {
  const outcomes = portsFor(wire, ports).map((port) => targets.get(keyOf(wire, i, port))?.outcome)
  return (['ok', 'reorders', 'refused'] as const).find((outcome) => outcomes.includes(outcome))
}

const portsFor = ({ seeks }: Wire, ports: readonly Port[]) => ports.filter(({ type }) => type === (seeks === 'input' ? 'target' : 'source'))

/** What a wire over a point would be dropped on: the nearest port in reach, else the best port of the card below. */
export function targetAt(
  { wire, targets }: HeldWire,
  { nodes }: Layout,
  ports: readonly (readonly Port[])[],
  point: Point,
  reach: number,
): { readonly target: Target; readonly at: Point } | null {
  const found = nodes.flatMap((node) => {
    const isOver = isOverCard(node, point)
    return portsFor(wire, ports[node.i]!).flatMap((port) => {
      const at: Point = [node.x + port.x, node.y + port.y]
      const distance = Math.hypot(at[0] - point[0], at[1] - point[1])
      const target = targets.get(keyOf(wire, node.i, port))
      return target !== undefined && (distance <= reach || isOver) ? [{ target, at, distance, isNear: distance <= reach }] : []
    })
  })
  const near = found.filter(({ isNear }) => isNear).sort((a, b) => a.distance - b.distance)
  return near[0] ?? bestOf(found) ?? null
}

/** Of a card’s ports one that takes the wire as it is; a free one is taken before one that has a link. */
function bestOf<T extends { readonly target: Target }>(found: readonly T[]): T | undefined {
  const rank = { ok: 0, reorders: 1, refused: 2 }
  return [...found].sort((a, b) => rank[a.target.outcome] - rank[b.target.outcome] || b.target.slot - a.target.slot)[0]
}
