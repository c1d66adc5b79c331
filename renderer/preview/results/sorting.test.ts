import { expect, test } from 'vitest'
import type { Detection } from '../../../main/contract/host'
import { sizeOf, sorted, sortedBy } from './sorting'

const names = ['zebra', 'ant']
const small: Detection = { box: [0, 0, 10, 10], score: 0.5, class: 0 }
const large: Detection = { box: [0, 0, 90, 10], score: 0.4, class: 1 }
const better: Detection = { box: [0, 0, 10, 10], score: 0.9, class: 0 }
const turned: Detection = { box: [0, 0, 90, 90], turned: [45, 45, 20, 4, 0.7], score: 0.1, class: 1 }

test.each([
  ['score', true, [better, small, large]],
  ['score', false, [large, small, better]],
  ['class', false, [large, better, small]],
  ['size', true, [large, better, small]],
] as const)('by %s, downwards: %s; the better one first among equals', (by, isDown, wanted) => {
  expect(sorted([small, large, better], names, { by, isDown })).toEqual(wanted)
})

test('a turned box is as large as its own sides', () => expect(sizeOf(turned)).toEqual([20, 4]))

test('another click turns the order round; numbers begin with the largest, names with the first', () => {
  const first = sortedBy('size', { by: 'score', isDown: true })
  expect([first, sortedBy('size', first), sortedBy('class', first)]).toEqual([
    { by: 'size', isDown: true },
    { by: 'size', isDown: false },
    { by: 'class', isDown: false },
  ])
})
