import { expect, test } from 'vitest'
import { channelNumbers, channelsOf, histogramOf, silentChannels, statisticsOf } from './feature-statistics'
import { heatsOf, tilesOf } from './feature-tiles'

const maps = (channels: number, height: number, width: number, ...values: number[]) => ({
  values: Float32Array.from(values),
  channels,
  height,
  width,
})

test.each([
  [[1, 64, 80, 60], null, [64, 80, 60]],
  [[8, 2, 16, 1], null, [16, 16, 1]],
  [[1, 3, 20, 20, 85], null, [60, 20, 85]],
  [[1, 84, 8400], null, [84, 1, 8400]],
  [[1, 1000], null, [1000, 1, 1]],
  [
    [1, 4, 256],
    [16, 16],
    [4, 16, 16],
  ],
] as const)('a tensor %j is seen as channels of maps', (shape, map, [channels, height, width]) => {
  expect(channelsOf(shape, map)).toEqual({ channels, height, width })
})

test('statistics are those of finite values, and count the others', () => {
  // Mean (0 + 1 + 2 + 5) / 4 = 2; squares 4 + 1 + 0 + 9 = 14, over 4.
  expect(statisticsOf(Float32Array.of(0, 1, 2, 5, NaN, Infinity))).toEqual({
    min: 0,
    max: 5,
    mean: 2,
    deviation: Math.sqrt(14 / 4),
    zeros: 1,
    unusual: 2,
    count: 6,
  })
  expect(statisticsOf(Float32Array.of(NaN))).toEqual({ min: null, max: null, mean: null, deviation: null, zeros: 0, unusual: 1, count: 1 })
})

test('the largest value lies in the last part of a histogram', () => {
  expect(histogramOf(Float32Array.of(0, 1, 2, 3, 4, NaN), { min: 0, max: 4 }, 4)).toEqual([1, 1, 1, 2])
  expect(histogramOf(Float32Array.of(7, 7), { min: 7, max: 7 }, 4)).toEqual([2, 0, 0, 0])
})

test('every channel has its own numbers', () => {
  expect(channelNumbers(maps(2, 1, 4, 1, 2, 3, 6, 5, 5, 5, 5))).toEqual({ min: [1, 5], max: [6, 5], mean: [3, 5], variance: [3.5, 0] })
})

test('a channel with one value everywhere is dead; one that lies at a bound nearly everywhere is saturated', () => {
  const flat = Array.from({ length: 20 }, () => 3)
  const atFloor = [...Array.from({ length: 19 }, () => 0), 10]
  const alive = Array.from({ length: 20 }, (_, i) => i / 2)
  const all = maps(3, 4, 5, ...flat, ...atFloor, ...alive)
  expect(silentChannels(all, channelNumbers(all), null)).toEqual({ dead: [0], saturated: [1] })
})

test('channels of one number are dead at nothing, and saturated only at bounds that are known', () => {
  const all = maps(4, 1, 1, 0, 0.995, 0.5, 0.004)
  const numbers = channelNumbers(all)
  expect([silentChannels(all, numbers, [0, 1]), silentChannels(all, numbers, null)]).toEqual([
    { dead: [0], saturated: [1, 3] },
    { dead: [0], saturated: [] },
  ])
})

test('tiles reach from each channel’s least to its largest value, and a channel of one value is dark', () => {
  const all = maps(2, 2, 2, -1, 0, 1, 3, 4, 4, 4, 4)
  expect(tilesOf(all, channelNumbers(all))).toEqual({ bytes: Uint8Array.of(0, 64, 128, 255, 0, 0, 0, 0), width: 2, height: 2 })
})

test('a large map is made smaller by the mean of what a pixel covers', () => {
  const all = maps(1, 1, 256, ...Array.from({ length: 256 }, (_, i) => (i % 2 === 0 ? 0 : 2) + (i < 128 ? 0 : 2)))
  const { bytes, width } = tilesOf(all, channelNumbers(all))
  // Pairs 0, 2 and 2, 4 of [0, 4]: means of 1 and 3.
  expect([width, bytes[0], bytes[127]]).toEqual([128, 64, 191])
})

test('heat is the mean of channels, and their largest magnitude', () => {
  const { mean, max } = heatsOf(maps(2, 1, 2, 1, -6, 3, 2))
  expect([mean, max]).toEqual([
    { bytes: Uint8Array.of(255, 0), from: -2, to: 2 },
    { bytes: Uint8Array.of(0, 255), from: 3, to: 6 },
  ])
})
