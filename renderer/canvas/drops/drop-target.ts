/** What something held over the picture would be dropped on. */
import { type Layout, type Point, cardAt, linkId } from '../../layout'
import type { FindLink } from '../wiring/links-near'

export type DropTarget =
  /** A link; `isAlone`: of its source’s links only this one. */
  | { readonly kind: 'link'; readonly from: number; readonly to: number; readonly slot: number; readonly isAlone: boolean }
  /** A card: behind it, before all that read it. */
  | { readonly kind: 'card'; readonly row: number }
  /** Empty canvas: at the end. */
  | { readonly kind: 'end' }

/** The target at a point. */
export function dropTargetAt({ nodes }: Layout, find: FindLink, point: Point, reach: number, isAlt: boolean): DropTarget {
  const card = cardAt(nodes, point)
  if (card !== undefined) return { kind: 'card', row: card.i }
  return linkTarget(find, point, reach, isAlt) ?? { kind: 'end' }
}

/** The link at a point, none of those of `rows`; null where there is none. */
export function linkTarget(find: FindLink, point: Point, reach: number, isAlt: boolean, rows?: ReadonlySet<number>): DropTarget | null {
  const link = find(point, reach, rows)
  return link && { kind: 'link', from: link.from, to: link.to, slot: link.slot, isAlone: isAlt }
}

/** The links that lead through what is dropped afterwards, by id. */
export function linksInto({ edges }: Layout, target: DropTarget | null): ReadonlySet<string> {
  if (target === null || target.kind === 'end') return new Set()
  const isMeant = (edge: { from: number; to: number; slot: number }) =>
    target.kind === 'card'
      ? edge.from === target.row
      : edge.from === target.from && (!target.isAlone || (edge.to === target.to && edge.slot === target.slot))
  return new Set(edges.filter(isMeant).map(linkId))
}
