/** Turns planned links into points: they touch no card but their own. */
import { routesAround } from './around'
import { type Gaps, upright } from './gaps'
import type { Line } from './lines'
import type { PlannedLink } from './plan'
import { portsOf } from './ports'
import type { LaidEdge, LaidNode, Point } from './types'

/** The drawn links. `nodes` stand where the plan has them; `shown` are the same after people moved some by hand. */
export function routeLinks(
  links: readonly PlannedLink[],
  { nodes, shown, lines, gaps }: { nodes: readonly LaidNode[]; shown: readonly LaidNode[]; lines: readonly Line[]; gaps: Gaps },
): LaidEdge[] {
  const ports = portsOf(links, nodes, gaps)
  const edges = links.map((link): LaidEdge => {
    const { from, to, slot, kind } = link
    const { start, end } = ports.get(link)!
    return { from, to, slot, kind, points: [start, ...pointsBetween(link, start, end, lines, gaps), end] }
  })
  return shown.some(({ isMoved }) => isMoved) ? routesAround(edges, nodes, shown) : edges
}

function pointsBetween(link: PlannedLink, start: Point, end: Point, lines: readonly Line[], { placeOf }: Gaps): Point[] {
  if (link.channel !== undefined) {
    const { cardTop, pitch } = lines[link.channel]!
    const y = cardTop - pitch * (link.track! + 1)
    const [up, down] = [placeOf.get(upright.out(link))!, placeOf.get(upright.in(link))!]
    return [
      [up, start[1]],
      [up, y],
      [down, y],
      [down, end[1]],
    ]
  }
  if (link.through === undefined) return []
  const x = placeOf.get(upright.past(link))!
  const isDown = link.toLine > link.fromLine
  const next = lines[link.fromLine + (isDown ? 1 : -1)]!
  const last = lines[link.toLine + (isDown ? -1 : 1)]!
  return isDown
    ? [
        [x, next.cardTop],
        [x, last.cardBottom],
      ]
    : [
        [x, next.cardBottom],
        [x, last.cardTop],
      ]
}
