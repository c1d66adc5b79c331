import type { LaidEdge, LaidNode, Point } from './types'

/** Names a link in a picture: of all links only one reads this row there. */
export const linkId = ({ from, to, slot }: Pick<LaidEdge, 'from' | 'to' | 'slot'>): string => `${from}-${to}-${slot}`

/** The card at a point; undefined where there is none. */
export const cardAt = (nodes: readonly LaidNode[], point: Point): LaidNode | undefined => nodes.find((node) => isOver(node, point))

/** Whether a point is on a card. */
export const isOver = ({ x, y, width, height }: LaidNode, [px, py]: Point): boolean =>
  px >= x && px <= x + width && py >= y && py <= y + height
