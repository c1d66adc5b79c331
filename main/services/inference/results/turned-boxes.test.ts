import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Turned, enclosing, regular, suppressTurned, turnedOverlap } from './turned-boxes'

const box = fc.tuple(
  fc.integer({ min: 0, max: 200 }),
  fc.integer({ min: 0, max: 200 }),
  fc.integer({ min: 1, max: 90 }),
  fc.integer({ min: 1, max: 90 }),
  fc.double({ min: -4, max: 4, noNaN: true }),
)

test('the same box by another angle is as like it as itself, and has the same bounds', () => {
  fc.assert(
    fc.property(box, (turned: Turned) => {
      const again = regular(turned)
      expect(again[4]).toBeGreaterThanOrEqual(0)
      expect(again[4]).toBeLessThan(Math.PI / 2)
      expect(turnedOverlap(turned, again)).toBeCloseTo(turnedOverlap(turned, turned), 3)
      for (const [i, side] of enclosing(turned).entries()) expect(enclosing(again)[i]).toBeCloseTo(side, 6)
    }),
  )
})

test('a box that is turned by a right angle has its sides swapped', () => {
  expect(regular([5, 6, 40, 20, Math.PI / 2])).toEqual([5, 6, 20, 40, 0])
  expect(regular([5, 6, 40, 20, -Math.PI / 4]).map((v) => Math.round(v * 1e6) / 1e6)).toEqual([5, 6, 20, 40, 0.785398])
  expect(enclosing([50, 50, 40, 20, Math.PI / 2]).map(Math.round)).toEqual([40, 30, 60, 70])
})

test('chooses what comparing every pair chooses', () => {
  const candidate = fc.record({ turned: box, class: fc.integer({ min: 0, max: 1 }) })
  fc.assert(
    fc.property(fc.array(candidate, { maxLength: 40 }), fc.constantFrom(0.1, 0.45, 0.7, 0.95), (all, iou) => {
      const kept = all.flatMap((one, i) =>
        all.slice(0, i).some((better) => better.class === one.class && turnedOverlap(better.turned, one.turned) >= iou) ? [] : [i],
      )
      expect(suppressTurned(all, iou, 300)).toEqual(kept)
      expect(suppressTurned(all, iou, 3)).toEqual(kept.slice(0, 3))
    }),
  )
})

test('thousands of boxes at one place are soon compared', () => {
  const all = Array.from({ length: 30_000 }, (_, i) => ({ turned: [500 + (i % 7), 500, 40, 20, 0.3] as const, class: 0 }))
  expect(suppressTurned(all, 0.7, 300).length).toBeLessThan(5)
})
