/** Outlines of objects: each is a mixture of prototypes, drawn where the mixture is positive. Only what was selected is drawn. */
import { contours } from 'd3-contour'
import type { Box, Point, Size } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import type { MaskCut } from '../../../../graph-core/symbolic'

/** A head's second output: maps of the whole canvas, one after the other. */
export interface Prototypes {
  readonly values: Float32Array
  readonly count: number
  readonly height: number
  readonly width: number
}

/** The part of a canvas that a mask is looked at in, in pixels. */
interface Region {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Where a mask is looked at: at each pixel of a small box, more coarsely in a large one. */
const mostLooks = 2 ** 16

/** What is said outside the box where masks are cut before they are enlarged: just not inside. */
const barelyOutside = -1e-6

/** Rings around the mask of a box, in pixels of the canvas: inside is what an odd number surrounds. Null where the mask is empty. */
export function outlineOf(mixture: Float32Array, prototypes: Prototypes, box: Box, cut: MaskCut, canvas: Size): Point[][] | null {
  const cell: Point = [canvas[1] / prototypes.width, canvas[0] / prototypes.height]
  const region = cut === 'pixels' ? pixelsOf(box, canvas) : aroundCells(box, cell, canvas)
  const [width, height] = [region.right - region.left, region.bottom - region.top]
  if (!(width > 0 && height > 0)) return null
  const step = Math.max(1, Math.sqrt((width * height) / mostLooks))
  const [columns, rows] = [Math.max(1, Math.round(width / step)), Math.max(1, Math.round(height / step))]
  const map = mix(mixture, prototypes, region, cell, cut === 'pixels' ? null : box, cut === 'shares')
  const seen = enlarge(map, region, cell, columns, rows)
  if (!seen.some((value) => value > 0)) return null
  const place = ([x, y]: readonly number[]): Point => [region.left + (x! / columns) * width, region.top + (y! / rows) * height]
  const { coordinates } = contours().size([columns, rows]).contour(Array.from(seen), Number.MIN_VALUE)
  return coordinates.flat().map((ring) => ring.slice(0, -1).map(place))
}

/** The pixels whose first corner is in the box: which those are is the library's choice. */
function pixelsOf([x1, y1, x2, y2]: Box, [height, width]: Size): Region {
  const within = (side: number, most: number) => Math.min(Math.max(Math.ceil(side), 0), most)
  return { left: within(x1, width), top: within(y1, height), right: within(x2, width), bottom: within(y2, height) }
}

/** From the centres of the last cells before those whose first corner is in the box to those of the first behind them. */
function aroundCells([x1, y1, x2, y2]: Box, [wide, high]: Point, [height, width]: Size): Region {
  const before = (side: number, cell: number) => Math.max(0, (Math.ceil(side / cell) - 0.5) * cell)
  const behind = (side: number, cell: number, most: number) => Math.min(most, (Math.ceil(side / cell) + 0.5) * cell)
  return { left: before(x1, wide), top: before(y1, high), right: behind(x2, wide, width), bottom: behind(y2, high, height) }
}

/** Values of cells, from `column` and `row` on. */
interface Window {
  readonly values: Float32Array
  readonly column: number
  readonly row: number
  readonly columns: number
  readonly rows: number
}

/** The mixture of the cells that a region needs; cells outside `box` say nothing, where there is one. */
function mix(mixture: Float32Array, all: Prototypes, region: Region, [wide, high]: Point, box: Box | null, isShare: boolean): Window {
  const first = (side: number, cell: number) => Math.max(0, Math.floor(side / cell - 0.5))
  const end = (side: number, cell: number, most: number) => Math.min(most, Math.floor(side / cell - 0.5) + 2)
  const [column, row] = [first(region.left, wide), first(region.top, high)]
  const [columns, rows] = [end(region.right, wide, all.width) - column, end(region.bottom, high, all.height) - row]
  const values = new Float32Array(columns * rows)
  for (let k = 0; k < all.count; k++) {
    const share = mixture[k]!
    for (let y = 0; y < rows; y++) {
      const start = (k * all.height + row + y) * all.width + column
      for (let x = 0; x < columns; x++) values[y * columns + x] = values[y * columns + x]! + share * all.values[start + x]!
    }
  }
  if (box === null) return { values, column, row, columns, rows }
  const isInside = (place: number, from: number, to: number, cell: number) => place >= from / cell && place < to / cell
  const said = values.map((value, i) => {
    const [x, y] = [column + (i % columns), row + Math.floor(i / columns)]
    if (!isInside(x, box[0], box[2], wide) || !isInside(y, box[1], box[3], high)) return isShare ? -0.5 : barelyOutside
    return isShare ? 1 / (1 + Math.exp(-value)) - 0.5 : value
  })
  return { values: said, column, row, columns, rows }
}

/** Bilinear between the centres of cells, at the centres of a grid over the region. */
function enlarge(
  { values, column, row, ...size }: Window,
  region: Region,
  [wide, high]: Point,
  columns: number,
  rows: number,
): Float32Array {
  const across = between(region.left, region.right, columns, wide, column, size.columns)
  const down = between(region.top, region.bottom, rows, high, row, size.rows)
  const out = new Float32Array(columns * rows)
  for (let y = 0; y < rows; y++) {
    const [top, below] = [down.first[y]! * size.columns, down.part[y]!]
    const bottom = Math.min(down.first[y]! + 1, size.rows - 1) * size.columns
    for (let x = 0; x < columns; x++) {
      const [left, beside] = [across.first[x]!, across.part[x]!]
      const right = Math.min(left + 1, size.columns - 1)
      const upper = values[top + left]! * (1 - beside) + values[top + right]! * beside
      const lower = values[bottom + left]! * (1 - beside) + values[bottom + right]! * beside
      out[y * columns + x] = upper * (1 - below) + lower * below
    }
  }
  return out
}

/** For each place of a grid the cell before it, counted in the window, and how far it is towards the next. */
function between(from: number, to: number, count: number, cell: number, start: number, cells: number) {
  const first = new Int32Array(count)
  const part = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const pixel = from + ((i + 0.5) * (to - from)) / count
    const place = Math.min(Math.max(pixel / cell - 0.5 - start, 0), cells - 1)
    first[i] = Math.floor(place)
    part[i] = place - first[i]!
  }
  return { first, part }
}
