import { expect, test } from 'vitest'
import type { HeadPredictions } from '../../../../graph-core/symbolic'
import { agree } from './agreement'

const form = (layout: HeadPredictions['layout']): HeadPredictions => ({
  layout,
  box: 'xywh',
  unit: 'pixels',
  fit: 'pad',
  classes: 3,
  isCrowded: true,
})
const values = (f: (i: number) => number) => Float32Array.from({ length: 1000 }, (_, i) => f(i))

test.each([
  ['the rounding of half precision', values((i) => i * 1.005), true],
  ['a value that fell on the other side of a threshold', values((i) => (i === 500 ? 0 : i)), true],
  ['other numbers', values((i) => (i % 20 === 0 ? i + 40 : i)), false],
  ['no numbers', values(() => NaN), false],
  ['another count', new Float32Array(999), false],
])('%s: %#', (_, device, isTrue) => {
  expect(agree([device], [values((i) => i)], form('places'))).toBe(isTrue)
})

test('rows that are ranked may change places where their scores are equal', () => {
  const [one, other] = [values((i) => i), values((i) => 999 - i)]
  expect([agree([one], [other], form('queries')), agree([one], [other], form('places'))]).toEqual([true, false])
})

test('prototypes of masks are held to the CPU’s numbers too, in their order', () => {
  const [boxes, maps, others] = [values((i) => i), values((i) => i % 7), values((i) => 6 - (i % 7))]
  expect([maps, others].map((second) => agree([boxes, second], [boxes, maps], form('best')))).toEqual([true, false])
  expect(agree([boxes], [boxes, maps], form('best'))).toBe(false)
})
