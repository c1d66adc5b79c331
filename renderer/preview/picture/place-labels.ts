/** Where the names of boxes stand: within what is seen of the picture, and beside each other. */

/** [x1, y1, x2, y2]. */
export type Box = readonly [number, number, number, number]

export interface Wanted {
  readonly box: Box
  readonly width: number
  /** Stands somewhere, whatever it covers. */
  readonly isSure?: boolean
}

/** The part of the picture that names may cover. */
const mostCovered = 0.12

export interface Spot {
  readonly x: number
  readonly y: number
}

/**
 * A spot for each label, the first ones first; null where there is no room, or where names would hide the picture. All in one unit, `bounds` being
 * what is seen of the picture. A label stands on its box, or within it, or below it.
 */
export function placeLabels(wanted: readonly Wanted[], bounds: Box, height: number): readonly (Spot | null)[] {
  const [left, top, right, bottom] = bounds
  const taken: Box[] = []
  const most = mostCovered * (right - left) * (bottom - top)
  let covered = 0
  return wanted.map(({ box: [x1, y1, x2, y2], width, isSure = false }) => {
    const area = width * height
    const isOut = x2 < left || x1 > right || y2 < top || y1 > bottom
    if (!isSure && (isOut || covered + area > most || width > right - left || height > bottom - top)) return null
    const within = (x: number) => Math.max(left, Math.min(x, right - width))
    const spots = [
      [x1, y1 - height],
      [x1, y1],
      [x2 - width, y1 - height],
      [x1, y2],
      [x1, y2 - height],
      [x2 - width, y1],
      [x2 - width, y2],
    ].map(([x, y]): Spot => ({ x: within(x!), y: y! }))
    const isInside = ({ y }: Spot) => y >= top && y + height <= bottom
    const isFree = ({ x, y }: Spot) => taken.every(([l, t, r, b]) => x >= r || x + width <= l || y >= b || y + height <= t)
    // What is taller than all that is seen has its name at the top of that.
    const held: Spot = { x: within(x1), y: Math.max(top, Math.min(y1, bottom - height)) }
    const inside = [...spots.filter(isInside), held]
    const spot = inside.find(isFree) ?? (isSure ? inside[0]! : null)
    if (spot === null) return null
    covered += area
    taken.push([spot.x, spot.y, spot.x + width, spot.y + height])
    return spot
  })
}
