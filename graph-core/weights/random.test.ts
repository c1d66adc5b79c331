import { expect, test } from 'vitest'
import { type RandomState, nextInt, randomState } from './random'

test('from the state 1, 2, 3, 4 come the numbers its authors’ code gives', () => {
  const state: RandomState = [1, 2, 3, 4]
  const numbers = Array.from({ length: 10 }, () => nextInt(state) >>> 0)
  expect(numbers).toEqual([5, 12295, 25178119, 27286542, 39879690, 1140358681, 3276312097, 4110231701, 399823256, 2144435200])
})

test('each block, name and seed has a state of its own', () => {
  const states = [0, 1, -1, 2 ** 32, 2 ** 53 - 1].flatMap((seed) =>
    ['', 'a', 'b', 'ab', 'ba'].flatMap((name) => [0, 1, 2].map((block) => randomState(seed, name, block).join())),
  )
  expect(new Set(states).size).toBe(5 * 5 * 3)
})
