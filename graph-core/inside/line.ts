export interface Point {
  readonly x: number
  readonly y: number
}

/** The `d` of a line that bends softly at every point between its ends. */
export function softLine(points: readonly Point[]): string {
  const middle = (a: Point, b: Point) => `${(a.x + b.x) / 2} ${(a.y + b.y) / 2}`
  const [first, ...rest] = points
  const bends = rest.slice(0, -1).map((p, i) => `Q${p.x} ${p.y} ${middle(p, rest[i + 1]!)}`)
  const last = rest.at(-1)!
  return `M${first!.x} ${first!.y}${bends.join('')}L${last.x} ${last.y}`
}
