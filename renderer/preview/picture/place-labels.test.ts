import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Box, placeLabels } from './place-labels'

const bounds: Box = [0, 0, 100, 100]
const place = (...boxes: readonly Box[]) =>
  placeLabels(
    boxes.map((box) => ({ box, width: 30 })),
    bounds,
    10,
  )

describe('a label', () => {
  test('stands on its box', () => expect(place([20, 40, 60, 80])).toEqual([{ x: 20, y: 30 }]))
  test('stands within a box at the top of the picture', () => expect(place([20, 2, 60, 80])).toEqual([{ x: 20, y: 2 }]))
  test('does not run out at the right', () => expect(place([90, 40, 100, 80])).toEqual([{ x: 70, y: 30 }]))
  test('goes elsewhere where another one stands', () => expect(place([20, 40, 60, 80], [22, 40, 62, 80])[1]).toEqual({ x: 22, y: 40 }))
  test('is left out of a crowd, unless it has to be there', () => {
    const many = Array.from({ length: 20 }, () => ({ box: [20, 40, 60, 80] as const, width: 30 }))
    expect(placeLabels(many, bounds, 10).filter((spot) => spot !== null).length).toBeLessThan(8)
    expect(placeLabels([...many, { ...many[0]!, isSure: true }], bounds, 10).at(-1)).toEqual({ x: 20, y: 30 })
  })
  test('of a box out of sight is left out', () => expect(place([120, 40, 160, 80])).toEqual([null]))
})

test('labels stay within what is seen and do not cover each other', () => {
  const number = fc.double({ min: -50, max: 150, noNaN: true })
  const box = fc
    .tuple(number, number, number, number)
    .map(([a, b, c, d]): Box => [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)])
  fc.assert(
    fc.property(fc.array(box, { maxLength: 20 }), (boxes) => {
      const spots = place(...boxes).filter((spot) => spot !== null)
      for (const [k, { x, y }] of spots.entries()) {
        expect(x >= 0 && x + 30 <= 100 && y >= 0 && y + 10 <= 100).toBe(true)
        for (const other of spots.slice(k + 1)) expect(Math.abs(x - other.x) >= 30 || Math.abs(y - other.y) >= 10).toBe(true)
      }
    }),
  )
})
