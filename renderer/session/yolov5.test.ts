import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { builtin } from '../../kernels'
import { createSession } from '.'

const original = readFileSync(new URL('../../assets/models/yolov5/yolov5s.yaml', import.meta.url), 'utf8')

function open() {
  const s = createSession({ host: { save: vi.fn(async () => ({ path: 'saved.yaml' })) }, library: builtin, now: () => 0 })
  s.open(original, 'yolov5s.yaml')
  const report = () => s.getSnapshot().report
  const found = () => report().issues.map(({ code, where }) => `${code} ${where.row ?? ''}`.trim())
  return { s, report, found }
}

test('a file with anchors opens with the numbers YOLOv5 prints', () => {
  const { report, found } = open()
  const { layers, params, gflops } = report().totals
  expect([report().target, layers, params, gflops!.toFixed(1), found()]).toEqual(['yolov5', 125, 7_235_389, '16.6', []])
})

test('another target adds one key to the text, says what it cannot read, and proposes the way back', () => {
  const { s, found } = open()
  s.setTarget('ultralytics@8.4')
  const added = s.text().replace(original, '')
  expect([added.trim().split('\n')[0], s.text().startsWith(original), found()]).toEqual([
    'graft:',
    true,
    ['header.other-target', 'arg.too-many 24'],
  ])
})

test('what an issue proposes is done in one step', () => {
  const { s, report, found } = open()
  s.setTarget('ultralytics@8.4')
  const [proposed] = report().issues[0]!.fixes!
  expect([proposed, s.applyFix(proposed!), report().target, found()]).toEqual([{ kind: 'target', target: 'yolov5' }, true, 'yolov5', []])
  s.undo()
  expect(report().target).toBe('ultralytics@8.4')
})

test('targets come and go, and undo leaves every byte as it was', () => {
  const { s, report, found } = open()
  for (const target of ['ultralytics@8.4', 'yolov5@7.0', 'yolov5@6.1', 'yolov5']) s.setTarget(target)
  expect([report().totals.layers, found()]).toEqual([125, []])
  for (let steps = 0; steps < 4; steps++) s.undo()
  expect(s.text()).toBe(original)
})

test('releases print other counts of the same model', () => {
  const { s, report } = open()
  const layers = ['yolov5', 'yolov5@7.0', 'yolov5@6.1'].map((target) => {
    s.setTarget(target)
    return report().totals.layers
  })
  expect(layers).toEqual([125, 214, 270])
})

test('a graft behind a stage takes over what read it, as in the articles', () => {
  const { s, report } = open()
  s.insertOnEdge('#9', 'CloAttention')
  expect([report().rows[10]!.type, report().totals.layers, report().totals.params, report().totals.gflops]).toEqual([
    'graft.CloAttention',
    136,
    8_437_565,
    17.3877504,
  ])
  expect(
    s
      .text()
      .split('\n')
      .filter((line) => /CloAttention|-1, 1\d\]|Detect/.test(line)),
  ).toEqual([
    '  - [-1, 1, CloAttention, []]',
    '  - [[-1, 15], 1, Concat, [1]] # with head P4',
    '  - [[-1, 11], 1, Concat, [1]] # with head P5',
    '  - [[18, 21, 24], 1, Detect, [nc, anchors]] # reads P3, P4, P5',
  ])
})

test('a head from the palette names the anchors of the file', () => {
  const { s, report } = open()
  s.remove('#24')
  s.insertAfter('#23', 'Detect')
  expect(report().rows.at(-1)!.args.slice(0, 2)).toEqual([
    80,
    [
      [10, 13, 16, 30, 33, 23],
      [30, 61, 62, 45, 59, 119],
      [116, 90, 156, 198, 373, 326],
    ],
  ])
})
