import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { builtin } from '../../kernels'
import { tablesOf } from '../../tests/truth/tables'
import { createSession } from '.'

const asset = (path: string) => readFileSync(new URL(`../../assets/${path}`, import.meta.url), 'utf8')
const stock = { name: 'yolov8.yaml', text: asset('models/yolov8.yaml') }

function open(path: string, name = path.split('/').at(-1)!) {
  const s = createSession({ host: { save: vi.fn(async () => ({ path: 'saved.yaml' })) }, library: builtin, now: () => 0 })
  s.open(asset(path), name)
  const more = () => s.getSnapshot().report.totals.params - s.getSnapshot().baseline.params
  return { s, more }
}

test('a recipe against its stock model has more parameters at every scale, under the recipe’s own target', () => {
  const { s, more } = open('recipes/yolov8-ema.yaml')
  s.setBaseline(stock)
  const scales = ['n', 's', 'm', 'l', 'x']
  const grown = scales.map((scale) => {
    s.setScale(scale)
    return more()
  })
  const { report, name } = s.getSnapshot().comparedTo
  const printed = (family: string, model: string) => tablesOf(family).find((table) => table.name === model)!.totals.params
  const expected = scales.map((scale) => printed('seed', `yolov8${scale}-ema`) - printed('v8', `yolov8${scale}`))
  expect([grown, report.target, report.scale, name]).toEqual([expected, 'ultralytics@8.3.63', 'x', 'yolov8.yaml'])
})

test('edits leave the baseline as it was, and the opened state is one that can be gone back to', () => {
  const { s, more } = open('models/yolov8.yaml')
  s.setBaseline({ name: 'yolov8-ema.yaml', text: asset('recipes/yolov8-ema.yaml') })
  const before = s.getSnapshot().comparedTo
  s.insertOnEdge('#15', 'EMA')
  const [against, same] = [more(), s.getSnapshot().comparedTo.document === before.document]
  s.setBaseline('opened')
  const since = more()
  s.setBaseline()
  expect([against, same, since, more(), s.getSnapshot().comparedTo.name]).toEqual([672 - 13_664, true, 672, 0, undefined])
})

test('a model of other scales is compared as it is', () => {
  const { s } = open('recipes/yolov9c-seattention.yaml')
  s.setBaseline({ name: 'yolov8x.yaml', text: stock.text })
  const { report } = s.getSnapshot().comparedTo
  expect([report.scale, report.issues.map(({ code }) => code)]).toEqual(['x', []])
})

test('a text that is no model is refused, and what was compared with stays', () => {
  const { s } = open('models/yolov8.yaml')
  s.setBaseline(stock)
  expect([s.setBaseline({ name: 'notes.yaml', text: 'a: [1' }), s.getSnapshot().comparedTo.name]).toEqual([false, 'yolov8.yaml'])
})
