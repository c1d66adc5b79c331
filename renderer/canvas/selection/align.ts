/** Where a dragged card lines up with others: it snaps there, and thin lines show to what. */

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A line along which boxes line up: at `at`, over the length of all of them. */
export interface Guide {
  readonly axis: 'x' | 'y'
  readonly at: number
  readonly from: number
  readonly to: number
}

export interface Aligned {
  /** By how much the box goes aside to line up. */
  readonly by: readonly [x: number, y: number]
  readonly guides: readonly Guide[]
}

export const notAligned: Aligned = { by: [0, 0], guides: [] }

/** The box around boxes. */
export function around(boxes: readonly Box[]): Box {
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))]
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  }
}

/** Boxes further away than this, in canvas units, are no neighbours. */
const farthest = 600

/** How a box that is held lines up with its neighbours, within `reach`: edges with edges, centres with centres. */
export function align(box: Box, others: readonly Box[], reach: number): Aligned {
  const near = others.filter((other) => distance(box, other) <= farthest)
  const [x, y] = [nearest(box, near, reach, 'x'), nearest(box, near, reach, 'y')]
  if (x === undefined && y === undefined) return notAligned
  const by = [x ?? 0, y ?? 0] as const
  const there = { ...box, x: box.x + by[0], y: box.y + by[1] }
  return {
    by,
    guides: [...(x === undefined ? [] : guidesOf(there, near, 'x')), ...(y === undefined ? [] : guidesOf(there, near, 'y'))],
  }
}

const distance = (a: Box, b: Box) => Math.max(a.x - b.x - b.width, b.x - a.x - a.width, a.y - b.y - b.height, b.y - a.y - a.height)

const sideOf = { x: 'width', y: 'height' } as const

/** First edge, second edge, centre. */
function linesOf(box: Box, axis: 'x' | 'y'): readonly [number, number, number] {
  const [start, size] = [box[axis], box[sideOf[axis]]]
  return [start, start + size, start + size / 2]
}

/** Pairs of lines that may meet: own line, line of the other. */
const pairs = [
  [0, 0],
  [1, 1],
  [2, 2],
  [0, 1],
  [1, 0],
] as const

/** The shortest way to a line of a neighbour; undefined where none is in reach. */
function nearest(box: Box, others: readonly Box[], reach: number, axis: 'x' | 'y'): number | undefined {
  const own = linesOf(box, axis)
  let best: number | undefined
  for (const other of others) {
    const lines = linesOf(other, axis)
    for (const [mine, theirs] of pairs) {
      const by = lines[theirs] - own[mine]
      if (Math.abs(by) <= reach && (best === undefined || Math.abs(by) < Math.abs(best))) best = by
    }
  }
  return best
}

/** One guide for each line the box now shares with others. */
function guidesOf(box: Box, others: readonly Box[], axis: 'x' | 'y'): Guide[] {
  const own = linesOf(box, axis)
  const across = axis === 'x' ? 'y' : 'x'
  const side = sideOf[across]
  const guides = new Map<number, Guide>()
  for (const other of others) {
    const lines = linesOf(other, axis)
    for (const [mine, theirs] of pairs) {
      if (Math.abs(lines[theirs] - own[mine]) > 0.01) continue
      const at = Math.round(own[mine] * 100) / 100
      const { from, to } = guides.get(at) ?? { from: box[across], to: box[across] + box[side] }
      guides.set(at, { axis, at, from: Math.min(from, other[across]), to: Math.max(to, other[across] + other[side]) })
    }
  }
  return [...guides.values()]
}
