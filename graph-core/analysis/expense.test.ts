import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { parse } from '../yaml/parse'
import { headerValue } from '../document'
import { analyze } from './analyze'

const models = fileURLToPath(new URL('../../assets/models/', import.meta.url))
const templates = readdirSync(models, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'))

const scalesOf = (document: ReturnType<typeof parse>['document']) =>
  Object.keys((headerValue(document, 'scales') as object | undefined) ?? { '': 0 })

test.each(templates)('%s has no expensive row at any of its scales', (name) => {
  const { document } = parse(readFileSync(models + name, 'utf8'), { path: name })
  const issues = scalesOf(document).flatMap((scale) => analyze(document, builtin, scale === '' ? {} : { scale }).issues)
  expect(issues.filter(({ code }) => code === 'row.expensive')).toEqual([])
})

/** The expensive rows of a model with one block behind a map of 640 / `stride` places a side. */
function warnings(module: string, stride: number, channels: number, imgsz = 640) {
  const text = `backbone:\n  - [-1, 1, Conv, [${channels}, ${stride - 1}, ${stride}]]\n  - [-1, 1, ${module}, []]\nhead: []\n`
  const { issues } = analyze(parse(text).document, builtin, { target: 'ultralytics@8.4', imgsz: [imgsz, imgsz] })
  return issues.filter(({ code }) => code === 'row.expensive')
}

test('attention over all places is named on a large map, with what it takes there', () => {
  const [issue] = warnings('DANet', 8, 64)
  // 6400 × 6400 weights of 4 bytes are 156 MiB, 100 times 64 × 6400 values.
  expect(issue!.message).toBe(
    'DANet (row 1): On this map of 64×80×80, its largest result takes 156 MiB for one image, 100 times the map; it takes 3.0 G multiply-accumulates, 98 % of the model’s.',
  )
  expect([issue!.severity, issue!.where.row]).toEqual(['warning', 1])
})

test.each([
  ['the same on a small map', 'DANet', 32, 256],
  ['a gate', 'SEAttention', 8, 64],
  ['a convolution', 'nn.BatchNorm2d', 2, 64],
])('%s is not', (_, module, stride, channels) => expect(warnings(module, stride, channels)).toEqual([]))

test('a block is named for its work alone', () => {
  // GAM multiplies 25·c² values a place, a 3×3 convolution 9·c².
  expect(warnings('GAMAttention', 32, 256)[0]!.message).toMatch(/^GAMAttention \(row 1\): On this map of 256×20×20, it takes 0\.66 G/)
})

test('a larger image turns a cheap place into an expensive one', () => {
  expect([640, 1280].map((imgsz) => warnings('DANet', 32, 256, imgsz).length)).toEqual([0, 0])
  expect([640, 1280].map((imgsz) => warnings('DANet', 16, 128, imgsz).length)).toEqual([0, 1])
})

test('a form that is broken as published offers the one that works', () => {
  const text = 'backbone:\n  - [-1, 1, Conv, [64, 3, 2]]\n  - [-1, 1, S2AttentionLiteral, []]\nhead: []\n'
  const broken = analyze(parse(text).document, builtin, { target: 'ultralytics@8.4' }).issues.find(({ code }) => code === 'row.broken-form')
  expect(broken!.fixes).toEqual([{ kind: 'replaceModule', row: 1, module: 'S2Attention' }])
})
