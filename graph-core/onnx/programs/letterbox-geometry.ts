/**
 * How an image of any size becomes the image a network reads, and how boxes find back. The rules are those of Ultralytics' LetterBox: scaled to
 * fit, grey on both sides. https://docs.ultralytics.com/reference/data/augment/
 */

/** [height, width] in pixels. */
export type Size = readonly [height: number, width: number]

/** Corners [x1, y1, x2, y2]. */
export type Box = readonly [x1: number, y1: number, x2: number, y2: number]

/** How an image is made to fit: all of it, with grey beside it; all of it, whatever its proportions; or its middle, without anything beside it. */
export type Fit = 'pad' | 'stretch' | 'crop'

export interface Letterbox {
  readonly fit: Fit
  /** The image as it came. */
  readonly image: Size
  /** The image on the network's canvas. */
  readonly scaled: Size
  /** Grey before it: rows above, columns to the left. */
  readonly offset: Size
  /** The canvas. */
  readonly canvas: Size
}

export interface LetterboxOptions {
  readonly fit: Fit
  /** The smallest canvas that is a multiple of this on both sides, instead of the whole one; null: the whole one. */
  readonly multipleOf: number | null
}

/** Python's round: halves go to the even neighbour. */
export function roundToEven(x: number): number {
  const below = Math.floor(x)
  const rest = x - below
  return rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below
}

/** A size the network takes: each side at least as asked, and a multiple of its largest stride. */
export function roundUp([height, width]: Size, multipleOf: number): Size {
  const up = (side: number) => Math.max(multipleOf, Math.ceil(side / multipleOf) * multipleOf)
  return [up(height), up(width)]
}

/** Places an image on a canvas of at most `largest`. */
export function letterbox(image: Size, largest: Size, { fit, multipleOf }: LetterboxOptions): Letterbox {
  if (fit !== 'pad') return { fit, image, scaled: largest, offset: [0, 0], canvas: largest }
  const ratio = Math.min(largest[0] / image[0], largest[1] / image[1])
  const scaled: Size = [Math.max(1, roundToEven(image[0] * ratio)), Math.max(1, roundToEven(image[1] * ratio))]
  const spare = (axis: 0 | 1) => {
    const all = largest[axis] - scaled[axis]
    return (multipleOf === null ? all : all % multipleOf) / 2
  }
  // A half pixel more goes below and to the right.
  const before = (axis: 0 | 1) => roundToEven(spare(axis) - 0.1)
  const after = (axis: 0 | 1) => roundToEven(spare(axis) + 0.1)
  return {
    fit,
    image,
    scaled,
    offset: [before(0), before(1)],
    canvas: [before(0) + scaled[0] + after(0), before(1) + scaled[1] + after(1)],
  }
}

/**
 * A box on the canvas, in its pixels or in parts of it, as a box in the image. It is cut at the image's borders, but where the image was stretched: what
 * RT-DETR finds the library leaves as it is.
 */
export function boxInImage([x1, y1, x2, y2]: Box, letterbox: Letterbox, unit: 'pixels' | 'parts'): Box {
  const { canvas, fit } = letterbox
  const [width, height] = unit === 'parts' ? [canvas[1], canvas[0]] : [1, 1]
  const point = (x: number, y: number) => {
    const place = pointInImage([x * width, y * height], letterbox)
    return fit === 'stretch' ? place : cutAtBorders(place, letterbox)
  }
  return [...point(x1, y1), ...point(x2, y2)]
}

/** [x, y] in pixels. */
export type Point = readonly [x: number, y: number]

/** Pixels of the image that a pixel of the canvas shows, along each axis, [x, y]. */
export function pixelSize({ fit, image, canvas }: Letterbox): Point {
  if (fit === 'stretch') return [image[1] / canvas[1], image[0] / canvas[0]]
  // One ratio for both axes, as the library has it, though rounding made them differ a little.
  const size = 1 / Math.min(canvas[0] / image[0], canvas[1] / image[1])
  return [size, size]
}

/** The same, with grey on both sides as wide as the proportions have it: YOLOv5 finds its way back by that, though its grey is whole pixels. */
export function withEvenGrey(letterbox: Letterbox): Letterbox {
  const { image, canvas } = letterbox
  const [width, height] = pixelSize(letterbox)
  return { ...letterbox, offset: [(canvas[0] - image[0] / height) / 2, (canvas[1] - image[1] / width) / 2] }
}

/** A point of the canvas as a point of the image, or beside it. */
export function pointInImage([x, y]: Point, letterbox: Letterbox): Point {
  const [width, height] = pixelSize(letterbox)
  return [(x - letterbox.offset[1]) * width, (y - letterbox.offset[0]) * height]
}

/** The nearest point that is in the image. */
export const cutAtBorders = ([x, y]: Point, { image }: Letterbox): Point => [
  Math.min(Math.max(x, 0), image[1]),
  Math.min(Math.max(y, 0), image[0]),
]
