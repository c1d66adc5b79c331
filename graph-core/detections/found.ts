/** Something found in an image, as far as drawing and writing it down need it. All places are in pixels of the image. */
export interface Found {
  /** [x1, y1, x2, y2]. */
  readonly box: readonly [number, number, number, number]
  readonly score: number
  readonly class: number
  /** Each with how visible it is, where that is known. */
  readonly points?: readonly Keypoint[] | undefined
  /** [cx, cy, w, h, radians]. */
  readonly turned?: TurnedBox | undefined
  /** Closed rings, outer ones and holes. */
  readonly outline?: readonly (readonly Pixel[])[] | undefined
}

export type Pixel = readonly [x: number, y: number]
export type Keypoint = Pixel | readonly [x: number, y: number, visibility: number]
export type TurnedBox = readonly [cx: number, cy: number, width: number, height: number, radians: number]

/** How sure a model is of a class of the whole image. */
export interface ClassFound {
  readonly class: number
  readonly score: number
}

/** The corners of a turned box in the order in which the library writes them. */
export function cornersOf([cx, cy, width, height, radians]: TurnedBox): readonly [Pixel, Pixel, Pixel, Pixel] {
  const along = [(Math.cos(radians) * width) / 2, (Math.sin(radians) * width) / 2] as const
  const across = [(-Math.sin(radians) * height) / 2, (Math.cos(radians) * height) / 2] as const
  const corner = (a: 1 | -1, b: 1 | -1): Pixel => [cx + a * along[0] + b * across[0], cy + a * along[1] + b * across[1]]
  return [corner(1, 1), corner(1, -1), corner(-1, -1), corner(-1, 1)]
}

/** The area of a closed ring, whichever way it turns. */
export function areaOf(ring: readonly Pixel[]): number {
  let twice = 0
  for (const [k, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[(k + 1) % ring.length]!
    twice += x * nextY - nextX * y
  }
  return Math.abs(twice) / 2
}
