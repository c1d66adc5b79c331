import { describe, expect, test } from 'vitest'
import { parse } from '../yaml/parse'
import { readHeader } from './header'
import { dialectOf } from './index'
import { makeDivisible, readArguments, roundHalfEven, scaleChannels, scaleRepeats } from './parse-rule'

test.each([
  [0.5, 0],
  [1.5, 2],
  [2.5, 2],
  [2.4, 2],
  [2.6, 3],
])('round(%d) is %d, as in Python', (x, rounded) => {
  expect(roundHalfEven(x)).toBe(rounded)
})

test.each([
  [6, 0.33, 2],
  [3, 0.33, 1],
  [1, 0.33, 1],
  [2, 0.1, 1],
  [0, 0.5, 0],
  [-2, 0.5, -2],
])('%d repeats at depth %d are %d', (n, depth, scaled) => {
  expect(scaleRepeats(n, depth)).toBe(scaled)
})

test.each([
  [63.5, 64],
  [64, 64],
  [65, 72],
])('%d channels become %d: the next multiple of 8, never below', (c, divisible) => {
  expect(makeDivisible(c)).toBe(divisible)
})

describe('channels', () => {
  const { header } = readHeader(parse('nc: 80\nscales: { m: [0.67, 0.75, 768] }\nbackbone: []\nhead: []\n').document, { scale: 'm' })
  const newer = dialectOf('ultralytics@8.4')!
  const older = dialectOf('ultralytics@8.3.63')!

  test('are capped, multiplied by width and rounded up', () => {
    expect([64, 1024, 100].map((c) => scaleChannels(c, header, newer))).toEqual([48, 576, 80])
  })

  test('that equal nc are left alone by the older release only', () => {
    expect([older, newer].map((d) => scaleChannels(80, header, d))).toEqual([80, 64])
  })
})

test('a text that names a variable is its value, a literal is read, another text stays, and a slip is refused', () => {
  const { document } = parse('nc: 7\nbackbone:\n  - [-1, 1, Conv, [nc, None, nearest, "[1, 2]", True, constructor, "a b"]]\nhead: []\n')
  const { header } = readHeader(document)
  const cells = document.rows[0]!.args
  expect(readArguments(cells.slice(0, 6), header)).toEqual({ values: [7, null, 'nearest', [1, 2], true, 'constructor'] })
  expect(readArguments(cells, header)).toMatchObject({ refusal: { reason: '"a b" is not a value Python can read' } })
})
