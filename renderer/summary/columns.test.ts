import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { analyze } from '../../graph-core/analysis'
import { readDocument } from '../../graph-core/yaml/parse'
import { builtin } from '../../kernels'
import { everyScale } from '../analyst/every-scale'
import type { AtScale, EveryScaleQuestion } from '../analyst/question'
import { columns, nextOrder, sortRows } from './columns'
import { createScaleReader } from './scale-reader'
import { goTo, rangeBetween } from './walk'

const text = readFileSync(new URL('../../assets/models/yolov8.yaml', import.meta.url), 'utf8')
const question = { model: { name: 'yolov8.yaml', text }, target: 'ultralytics@8.4', imgsz: [640, 640] } as const

test('every scale is what analysis says of it, rows and totals', () => {
  const told = everyScale(builtin, { kind: 'everyScale', ...question })
  const s = analyze(readDocument(text), builtin, { scale: 's' })
  expect([told.map(({ scale }) => scale).join(''), told[1]!.totals, told[1]!.rows[4]]).toEqual([
    'nsmlx',
    s.totals,
    { n: 2, args: '[128, 128, 2, True]', out: '128×80×80', params: s.rows[4]!.params, gflops: s.rows[4]!.gflops },
  ])
})

test('a file of one size is read at all five sizes of its family', () => {
  const v5 = readFileSync(new URL('../../assets/models/yolov5/yolov5s.yaml', import.meta.url), 'utf8')
  const told = everyScale(builtin, { kind: 'everyScale', model: { name: 'yolov5s.yaml', text: v5 }, target: 'yolov5', imgsz: [640, 640] })
  expect(told.map(({ scale, totals }) => [scale, totals!.params])).toEqual([
    ['n', 1_872_157],
    ['s', 7_235_389],
    ['m', 21_190_557],
    ['l', 46_563_709],
    ['x', 86_749_405],
  ])
})

test('scales of a text are read once, again after another one, and again after a failure', async () => {
  const asked: string[] = []
  let isDown = false
  const ask = (each: EveryScaleQuestion) => {
    asked.push(each.model.text)
    return isDown ? Promise.reject(new Error('down')) : Promise.resolve([] as readonly AtScale[])
  }
  const reader = createScaleReader({ ask: ask as never })
  const read = (model: string) => reader.read({ ...question, model: { name: '', text: model } })
  await Promise.all([read('a'), read('a'), read('b'), read('a')])
  isDown = true
  await expect(read('c')).rejects.toThrow('down')
  isDown = false
  await vi.waitFor(() => read('c'))
  expect(asked).toEqual(['a', 'b', 'c', 'c'])
})

test('a column sorts numbers from the largest, names from the first, and round at the second click', () => {
  const { rows } = analyze(readDocument(text), builtin, {})
  const order = nextOrder({ by: 'i', isDescending: false }, 'params')
  const largest = sortRows(rows, order).slice(0, 2)
  const back = sortRows(rows, nextOrder(order, 'params'))
  const byName = sortRows(rows, nextOrder(order, 'module'))
  expect([largest.map(({ i }) => i), back[0]!.params, byName.slice(0, 2).map(({ i, module }) => `${i} ${module}`)]).toEqual([
    [22, 21],
    0,
    ['2 C2f', '4 C2f'],
  ])
})

test('keys lead through a list and stop at its ends', () =>
  expect([
    goTo('ArrowDown', -1, 3, 2),
    goTo('ArrowUp', -1, 3, 2),
    goTo('ArrowDown', 2, 3, 2),
    goTo('PageUp', 1, 3, 2),
    goTo('End', 0, 3, 2),
    goTo('ArrowDown', -1, 0, 2),
    goTo('x', 0, 3, 2),
  ]).toEqual([0, 2, 2, 0, 2, undefined, undefined]))

test('a range follows the table as it is sorted, the row one goes to last', () =>
  expect([rangeBetween([{ i: 5 }, { i: 2 }, { i: 9 }], 0, 1), rangeBetween([{ i: 5 }, { i: 2 }, { i: 9 }], 2, 1)]).toEqual([
    [5, 2],
    [9, 2],
  ]))

test('measured rows stand by their times, those without behind them', () => {
  const { rows } = analyze(readDocument(text), builtin, {})
  const times = new Map([
    [rows[3]!.id, 1.25],
    [rows[5]!.id, 2],
  ])
  const sorted = sortRows(rows, { by: 'latency', isDescending: true }, times)
  expect(sorted.slice(0, 3).map((row) => [row.i, columns.latency.text(row, times)])).toEqual([
    [5, '2.00'],
    [3, '1.25'],
    [0, '–'],
  ])
})
