import { expect, test } from 'vitest'
import type { Point } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import { type Prototypes, outlineOf } from './masks'
import { simplifyRing } from './simplify-ring'

/** One prototype of 8 × 8 cells on a canvas of 32 × 32 pixels. */
const prototype = (value: (x: number, y: number) => number): Prototypes => ({
  values: Float32Array.from({ length: 64 }, (_, i) => value(i % 8, Math.floor(i / 8))),
  count: 1,
  height: 8,
  width: 8,
})
const canvas = [32, 32] as const
const all = [0, 0, 32, 32] as const
const bounds = (rings: readonly (readonly Point[])[] | null) => {
  const [xs, ys] = [rings!.flat().map(([x]) => x), rings!.flat().map(([, y]) => y)]
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}
const ones = Float32Array.of(1)

test('what is positive everywhere is outlined at the pixels of its box', () => {
  expect(
    bounds(
      outlineOf(
        ones,
        prototype(() => 1),
        [3.2, 4, 20.7, 40],
        'pixels',
        canvas,
      ),
    ),
  ).toEqual([4, 4, 21, 32])
})

test('what is positive nowhere has no outline', () => {
  expect(
    outlineOf(
      Float32Array.of(-1),
      prototype(() => 1),
      all,
      'pixels',
      canvas,
    ),
  ).toBeNull()
  expect(
    outlineOf(
      ones,
      prototype(() => 1),
      [40, 0, 50, 9],
      'pixels',
      canvas,
    ),
  ).toBeNull()
})

test('an edge lies where the mixture changes its sign', () => {
  // 3 at the centre of cell 1 (6 px), -1 at that of cell 2 (10 px).
  const [, , right] = bounds(
    outlineOf(
      ones,
      prototype((x) => (x < 2 ? 3 : -1)),
      all,
      'pixels',
      canvas,
    ),
  )
  expect(right).toBeCloseTo(9, 1)
})

test('a hole is a ring of its own', () => {
  const hollow = prototype((x, y) => (x > 2 && x < 5 && y > 2 && y < 5 ? -1 : 1))
  expect(outlineOf(ones, hollow, all, 'pixels', canvas)).toHaveLength(2)
})

test('a mask that was cut in cells reaches almost to the centres of those around it, and half as far as a share', () => {
  const [cells, shares] = (['cells', 'shares'] as const).map((cut) =>
    bounds(
      outlineOf(
        ones,
        prototype(() => 40),
        [8, 8, 16, 16],
        cut,
        canvas,
      ),
    ),
  )
  // Cells 2 and 3; the centre of cell 1 is at 6 px.
  expect(cells!.map(Math.round)).toEqual([6, 6, 18, 18])
  expect(shares!.map(Math.round)).toEqual([8, 8, 16, 16])
})

test('a large box is looked at more coarsely, at the same place', () => {
  const rings = outlineOf(
    ones,
    prototype((x) => (x < 4 ? 1 : -1)),
    [0, 0, 3200, 3200],
    'pixels',
    [3200, 3200],
  )
  expect(bounds(rings).map((side) => Math.round(side / 50) * 50)).toEqual([0, 0, 1600, 3200])
})

test('points of a straight line go, corners stay', () => {
  const square: Point[] = [
    [0, 0],
    [1, 0.1],
    [2, 0],
    [2, 2],
    [1, 2.1],
    [0, 2],
    [0, 1],
  ]
  expect(simplifyRing(square, 0.25)).toEqual([
    [0, 0],
    [2, 0],
    [2, 2],
    [0, 2],
  ])
})
