/** Where links touch their cards. Sides that links both leave and reach keep the two apart. */
import { type Gaps, upright } from './gaps'
import { card } from './measures'
import type { PlannedLink } from './plan'
import type { LaidNode, Point } from './types'

export interface Ends {
  readonly start: Point
  readonly end: Point
}

/** Both ends of every link. */
export function portsOf(links: readonly PlannedLink[], nodes: readonly LaidNode[], { placeOf }: Gaps): ReadonlyMap<PlannedLink, Ends> {
  const leaving = new Set<string>()
  const reaching = new Map<string, PlannedLink[]>()
  for (const link of links) {
    const isDown = link.toLine > link.fromLine
    if (link.kind === 'curve') leaving.add(sideKey(link.from, isDown))
    const key = link.kind === 'curve' ? sideKey(link.to, !isDown) : `${link.to} left ${link.toLine}`
    const known = reaching.get(key)
    if (known === undefined) reaching.set(key, [link])
    else known.push(link)
  }
  const ends = new Map<PlannedLink, Ends>()
  for (const [key, group] of reaching) {
    // Curves from left to right, others from the highest track down, so that they do not cross on their last steps.
    const comesFrom = (link: PlannedLink) => (link.through === undefined ? nodes[link.from]!.x : placeOf.get(upright.past(link))!)
    const order = [...group].sort((a, b) =>
      a.kind === 'curve' ? comesFrom(a) - comesFrom(b) || a.slot - b.slot : (b.track ?? -1) - (a.track ?? -1) || a.slot - b.slot,
    )
    order.forEach((link, k) => {
      const [source, target] = [nodes[link.from]!, nodes[link.to]!]
      if (link.kind !== 'curve') return void ends.set(link, { start: rightOf(source), end: leftPort(link, target, source, order, k) })
      const isDown = link.toLine > link.fromLine
      const out = reaching.has(sideKey(link.from, isDown)) ? 0.7 : 0.5
      const x = source.x + source.width * out
      const [first, last] = [target.x + target.width * 0.2, target.x + target.width * (leaving.has(key) ? 0.5 : 0.8)]
      // Alone, a link comes straight down on what it meets.
      const isAbove = order.length === 1 && link.through === undefined && x >= first && x <= last
      const into = ((k + 1) / (order.length + 1)) * (leaving.has(key) ? 0.6 : 1)
      ends.set(link, {
        start: [x, isDown ? source.y + source.height : source.y],
        end: [isAbove ? x : target.x + target.width * into, isDown ? target.y : target.y + target.height],
      })
    })
  }
  return ends
}

const rightOf = (n: LaidNode): Point => [n.x + n.width, n.y + n.height / 2]

const sideKey = (row: number, isBottom: boolean) => `${row} ${isBottom ? 'bottom' : 'top'}`

/** The straight link arrives in the middle, the others above it; at a head each near the middle of its line. */
function leftPort(link: PlannedLink, target: LaidNode, source: LaidNode, group: readonly PlannedLink[], k: number): Point {
  const middle = target.isHead ? source.y + source.height / 2 : target.y + target.height / 2
  const step = Math.min(9, (card.height / 2 - 6) / group.length)
  return [target.x, link.kind === 'straight' ? middle : middle - step * (group.length - k - 1)]
}
