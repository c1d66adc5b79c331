import { expect, test } from 'vitest'
import { readProfile } from './profile-events'
import { cutsOf, rowMedians, rowsByCuts, timingOf } from './profile-summary'

const node = (name: string, ts: number, dur: number, threads: string[] = []) => ({
  cat: 'Node',
  name: `${name}_kernel_time`,
  ts,
  dur,
  args: { thread_scheduling_stats: { sub_threads: Object.fromEntries(threads.map((each) => [each, {}])) } },
})
const run = (ts: number, dur: number) => ({ cat: 'Session', name: 'model_run', ts, dur })

test('nodes belong to the row in whose place they stand, by run; what onnxruntime adds belongs to none', () => {
  const { runs, threads } = readProfile(
    [
      run(1000, 900),
      node('/letterbox/Resize_3', 1010, 100),
      node('/model.0/conv/Conv_output_0_nchwc', 1200, 200, ['a', 'b']),
      node('ReorderOutput_token_2', 1450, 50),
      node('/model.10/Concat', 1500, 300),
      run(3000, 800),
      node('/model.0/conv/Conv_output_0_nchwc', 3100, 400, ['a']),
      node('output0_nchwc', 3600, 100),
      { cat: 'Session', name: 'session_initialization', ts: 0, dur: 900 },
    ],
    10,
  )
  expect([runs.map(({ all, letterbox, rows }) => [all, letterbox, ...rows]), threads]).toEqual([
    [
      [0.9, 0.1, [0, 0.2], [10, 0.3]],
      [0.8, 0, [0, 0.4], [10, 0.1]],
    ],
    3,
  ])
})

test('medians of rows and the rest are the median of the network', () => {
  const runs = [10, 12, 14].map((all) => ({
    all,
    letterbox: 2,
    rows: new Map([
      [0, all / 4],
      [2, 1],
    ]),
  }))
  // The network takes 12 − 2 = 10: 3 for row 0, 1 for row 2, and 6 for what is in no row.
  expect(rowMedians(runs, 3)).toEqual({
    rows: [
      { from: 0, to: 0, ms: 3 },
      { from: 1, to: 1, ms: 0 },
      { from: 2, to: 2, ms: 1 },
    ],
    other: 6,
  })
})

test('medians of rows that come to more than the network are made to fit', () => {
  const runs = [
    {
      all: 10,
      letterbox: 0,
      rows: new Map([
        [0, 9],
        [1, 1],
      ]),
    },
    {
      all: 10,
      letterbox: 0,
      rows: new Map([
        [0, 9],
        [1, 9],
      ]),
    },
    {
      all: 10,
      letterbox: 0,
      rows: new Map([
        [0, 1],
        [1, 9],
      ]),
    },
  ]
  expect(rowMedians(runs, 2)).toEqual({
    rows: [
      { from: 0, to: 0, ms: 5 },
      { from: 1, to: 1, ms: 5 },
    ],
    other: 0,
  })
})

test('cuts that noise has made faster than those before them take nothing, and none takes more than all', () => {
  const cuts = [
    { row: 0, ms: 2 },
    { row: 1, ms: 1.5 },
    { row: 4, ms: 6 },
    { row: 5, ms: 11 },
  ]
  expect(rowsByCuts(cuts, 10)).toEqual({
    rows: [
      { from: 0, to: 0, ms: 2 },
      { from: 1, to: 1, ms: 0 },
      { from: 2, to: 4, ms: 4 },
      { from: 5, to: 5, ms: 4 },
    ],
    other: 0,
  })
})

test('there are as many cuts as rows, or as are bearable', () => {
  expect([cutsOf(3, 40), cutsOf(7, 3)]).toEqual([
    [0, 1, 2],
    [2, 4, 6],
  ])
})

test('the p95 of a few runs is one of them', () => expect(timingOf([4, 1, 3, 2])).toEqual({ median: 2.5, p95: 3 }))
