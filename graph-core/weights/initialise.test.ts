import fc from 'fast-check'
import { expect, test } from 'vitest'
import { constant, normal, shiftedUniform, uniform, values } from '../symbolic/init'
import { fillInitial, initialise } from './initialise'
import { blockLength } from './random'

const mean = (data: ArrayLike<number>) =>
  Array.prototype.reduce.call<ArrayLike<number>, [(a: number, b: number) => number, number], number>(data, (sum, x) => sum + x, 0) /
  data.length
const moment = (data: Float32Array, power: number) => mean(data.map((x) => x ** power))

test('the values of a seed and a name never change: a model exported today is a model exported tomorrow', () => {
  expect([...initialise(uniform(1), [4], 0, 'model.0.conv.weight')]).toEqual([
    0.6286277770996094, 0.26001641154289246, 0.062079429626464844, 0.5820163488388062,
  ])
  expect([...initialise(normal(1), [4], 0, 'model.0.conv.weight')]).toEqual([
    1.0414280891418457, 1.1091229915618896, -0.6715365648269653, 2.548335552215576,
  ])
})

test('neither order nor other tensors matter', () => {
  const alone = initialise(uniform(1), [3], 7, 'b')
  initialise(uniform(1), [100], 7, 'a')
  expect(initialise(uniform(1), [3], 7, 'b')).toEqual(alone)
})

test('names and seeds that differ a little give values that have nothing in common', () => {
  const names = ['model.0.conv.weight', 'model.1.conv.weight', 'model.0.conv.weighu', 'model.0.conv.weigh', '']
  const firsts = names.flatMap((name) => [0, 1, -1, 2 ** 32, 2 ** 33].flatMap((seed) => [...initialise(uniform(1), [50], seed, name)]))
  expect(new Set(firsts).size).toBe(names.length * 5 * 50)
})

test('tensors of neighbouring names are not correlated', () => {
  const count = 2 * blockLength
  const [a, b] = ['model.0.conv.weight', 'model.1.conv.weight'].map((name) => initialise(uniform(Math.sqrt(3)), [count], 0, name)) as [
    Float32Array,
    Float32Array,
  ]
  const blocks = mean(a.subarray(0, blockLength).map((x, i) => x * a[i + blockLength]!))
  const neighbours = mean(a.subarray(1).map((x, i) => x * a[i]!))
  const tensors = mean(a.map((x, i) => x * b[i]!))
  // Each is a mean of at least blockLength products of variance 1.
  for (const correlation of [blocks, neighbours, tensors]) expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(blockLength))
})

test('uniform values stay within the bound and have the moments of a uniform distribution', () => {
  const count = 400_000
  const data = initialise(uniform(0.25), [count], 3, 'w')
  const limit = 4 / Math.sqrt(count) // four standard errors of a mean of variance 1
  expect(data.every((x) => Math.abs(x) <= 0.25)).toBe(true)
  expect(Math.max(...data.subarray(0, 100_000))).toBeGreaterThan(0.2499)
  expect(Math.abs(mean(data)) / (0.25 / Math.sqrt(3))).toBeLessThan(limit)
  expect(Math.abs(moment(data, 2) / (0.25 ** 2 / 3) - 1)).toBeLessThan(limit)
})

test('uniform values fall equally into a hundred bins', () => {
  const count = 200_000
  const bins = new Uint32Array(100)
  for (const x of initialise(uniform(1), [count], 5, 'w')) bins[Math.min(99, Math.floor((x + 1) * 50))]!++
  const chiSquare = [...bins].reduce((sum, found) => sum + (found - count / 100) ** 2 / (count / 100), 0)
  expect(chiSquare).toBeLessThan(99 + 4 * Math.sqrt(2 * 99))
})

test('normal values have the mean, deviation, skew and kurtosis of a normal distribution', () => {
  const count = 400_000
  const data = initialise(normal(0.5, 2), [count], 11, 'w').map((x) => (x - 2) / 0.5)
  const limit = 4 / Math.sqrt(count)
  expect(Math.abs(mean(data))).toBeLessThan(limit)
  expect(Math.abs(moment(data, 2) - 1)).toBeLessThan(limit * Math.sqrt(2))
  expect(Math.abs(moment(data, 3))).toBeLessThan(limit * Math.sqrt(15))
  expect(Math.abs(moment(data, 4) - 3)).toBeLessThan(limit * Math.sqrt(96))
})

test('a shifted draw is the same draw with a number added to each value, in whole and in parts', () => {
  const shift = [0, 10, 20, 30]
  const shifted = shiftedUniform(1, () => shift)
  const drawn = initialise(uniform(1), [4], 3, 'b')
  const part = new Float32Array(2)
  fillInitial(shifted, part, 1, 3, 'b')
  expect([...initialise(shifted, [4], 3, 'b')]).toEqual([...drawn].map((x, i) => Math.fround(x + shift[i]!)))
  expect([...part]).toEqual([1, 2].map((i) => Math.fround(drawn[i]! + shift[i]!)))
})

test('a part made alone equals the same part of the whole', () => {
  const whole = { uniform: initialise(uniform(1), [150_001], 2, 'w'), normal: initialise(normal(1), [150_001], 2, 'w') }
  fc.assert(
    fc.property(
      fc.constantFrom('uniform' as const, 'normal' as const),
      fc.nat(150_000),
      fc.integer({ min: 1, max: 70_000 }),
      (kind, first, length) => {
        const part = new Float32Array(Math.min(length, 150_001 - first))
        fillInitial(kind === 'uniform' ? uniform(1) : normal(1), part, first, 2, 'w')
        expect(Buffer.from(part.buffer).equals(Buffer.from(whole[kind].slice(first, first + part.length).buffer))).toBe(true)
      },
    ),
    { numRuns: 50 },
  )
})

test('constants and given values are what they say', () => {
  expect([...initialise(constant(0.5), [3], 0, 'w')]).toEqual([0.5, 0.5, 0.5])
  expect([
    ...initialise(
      values(() => [0, 1, 2, 3]),
      [2, 2],
      0,
      'w',
    ),
  ]).toEqual([0, 1, 2, 3])
})

test('a scalar has one value', () => {
  expect(initialise(constant(1), [], 0, 'w')).toHaveLength(1)
})

test.each([2, 4])('%i given values for a tensor of 3 are refused', (count) => {
  const given = values(() => Array.from({ length: count }, (_, i) => i))
  expect(() => initialise(given, [3], 0, 'w')).toThrow(`expected 3 values for w, got ${count}`)
})
