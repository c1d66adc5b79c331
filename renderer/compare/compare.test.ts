import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { builtin } from '../../kernels'
import { tablesOf } from '../../tests/truth/tables'
import { totalsAtScales } from '../analyst/scales'
import { createSession } from '../session'
import { comparisonOf, countKinds, sideBySide } from './comparison'
import { comparisonMarkdown } from './markdown'
import { marksOf } from './marks'

const asset = (path: string) => readFileSync(new URL(`../../assets/${path}`, import.meta.url), 'utf8')
const model = (path: string, name = path.split('/').at(-1)!) => ({ name, text: asset(path) })

function compared(path: string, stock: string) {
  const s = createSession({ host: { save: vi.fn(async () => ({ path: 'saved.yaml' })) }, library: builtin, now: () => 0 })
  s.open(asset(path), path.split('/').at(-1)!)
  s.setBaseline(model(stock))
  return s
}

const params = (family: string, name: string) => tablesOf(family).find((table) => table.name === name)!.totals.params

test('rows of a recipe stand beside those of its stock model, with what each costs more', () => {
  const s = compared('recipes/yolov8-ema.yaml', 'models/yolov8.yaml')
  const rows = sideBySide(s.getSnapshot())
  const shown = rows
    .filter(({ kind }) => kind !== 'kept')
    .map(({ kind, before, after, text, params }) => [kind, before, after, text.module.is, text.from.was, text.from.is, params])
  expect(shown).toEqual([
    ['added', null, 16, 'EMA', null, '-1', 672],
    ['changed', 16, 17, 'Conv', '-1', '-1', 0],
    ['added', null, 20, 'EMA', null, '-1', 2624],
    ['changed', 19, 21, 'Conv', '-1', '-1', 0],
    ['added', null, 24, 'EMA', null, '-1', 10_368],
    ['changed', 22, 25, 'Detect', '[15, 18, 21]', '[16, 20, 24]', 0],
  ])
  expect(countKinds(rows)).toEqual({ kept: 20, changed: 3, moved: 0, added: 3, removed: 0 })
})

test('grafted rows are marked, rows that only read them are not, and neither are edits since the model was opened', () => {
  const s = compared('recipes/yolov8-ema.yaml', 'models/yolov8.yaml')
  s.setArg('#9', 'k', 7)
  const marks = [...marksOf(s.getSnapshot())].map(([i, { kind, name }]) => [i, kind, name])
  s.setBaseline('opened')
  expect([marks, marksOf(s.getSnapshot()).size]).toEqual([
    [
      [9, 'changed', 'yolov8.yaml'],
      [16, 'added', 'yolov8.yaml'],
      [20, 'added', 'yolov8.yaml'],
      [24, 'added', 'yolov8.yaml'],
    ],
    0,
  ])
})

test('a YOLOv5 recipe is told at all five sizes although a file holds one', () => {
  const [before, after] = [model('models/yolov5/yolov5s.yaml'), model('recipes/yolov5s-gam.yaml')]
  const scales = totalsAtScales(builtin, { kind: 'scales', before, after, target: 'yolov5', imgsz: [640, 640] })
  expect(scales.map((each) => [each.scale, each.before.params, each.after.params])).toEqual(
    ['n', 's', 'm', 'l', 'x'].map((size) => [size, params('yolov5', `yolov5${size}`), params('yolov5-seed', `yolov5${size}-gam`)]),
  )
})

test('models are told at the scales that both have', () => {
  const at = (before: string, after: string, target = 'ultralytics@8.4') =>
    totalsAtScales(builtin, {
      kind: 'scales',
      before: model(before),
      after: model(after),
      target,
      imgsz: [640, 640],
    }).map(({ scale }) => scale)
  expect([at('models/yolov8.yaml', 'models/yolov8-ghost.yaml'), at('models/yolov9c.yaml', 'models/yolov8.yaml')]).toEqual([
    ['n', 's', 'm', 'l', 'x'],
    [''],
  ])
  // YOLOv5 reads no scales.
  expect(at('models/yolov8.yaml', 'models/yolov8-ghost.yaml', 'yolov5')).toEqual([''])
})

test('the comparison is Markdown that can be pasted', () => {
  const s = compared('recipes/yolov8-ema.yaml', 'models/yolov8.yaml')
  s.setArg('#9', 'k', 7)
  s.setText(s.text().replace('nc: 80', 'nc: 20'))
  const { comparedTo, document, report } = s.getSnapshot()
  const labels = {
    title: 'yolov8-ema against yolov8',
    scale: 'scale',
    layers: 'layers',
    params: 'params',
    gflops: 'GFLOPs',
    before: 'before',
    after: 'now',
    from: 'from',
    repeats: 'n',
    module: 'module',
    args: 'arguments',
  }
  const here = [{ scale: report.scale, before: comparedTo.report.totals, after: report.totals }]
  const { header } = comparisonOf(comparedTo.document, document)
  expect(comparisonMarkdown(labels, here, header, sideBySide(s.getSnapshot()))).toMatchInlineSnapshot(`
    "### yolov8-ema against yolov8

    | scale | layers | params | GFLOPs |
    | --- | --- | --- | --- |
    | n | 225 → 249 (+24) | 3,157,200 → 3,028,412 (−128,788) | 8.9 → 8.4 (−0.5) |

    - \`nc\`: \`80\` → \`20\`

    |  | before | now | from | n | module | arguments | params |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | ~ | 9 | 9 | \`-1\` | \`1\` | \`SPPF\` | \`[1024, 5]\` → \`[1024, 7]\` |  |
    | + |  | 16 | \`-1\` | \`1\` | \`EMA\` | \`[]\` | +672 |
    | ~ | 16 | 17 | \`-1\` → \`-1\` | \`1\` | \`Conv\` | \`[256, 3, 2]\` |  |
    | + |  | 20 | \`-1\` | \`1\` | \`EMA\` | \`[]\` | +2,624 |
    | ~ | 19 | 21 | \`-1\` → \`-1\` | \`1\` | \`Conv\` | \`[512, 3, 2]\` |  |
    | + |  | 24 | \`-1\` | \`1\` | \`EMA\` | \`[]\` | +10,368 |
    | ~ | 22 | 25 | \`[15, 18, 21]\` → \`[16, 20, 24]\` | \`1\` | \`Detect\` | \`[nc]\` | −142,452 |
    "
  `)
})
