import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { apply } from '../document/diff'
import { disconnect, insertAfter, setArg } from '../document/commands'
import { parse } from '../yaml/parse'
import { yaml } from '../yaml/template'
import { type AnalyzeOptions, analyze, buildModel, createMemo, encodeShape } from './index'

const read = (text: string, options: AnalyzeOptions = {}) => analyze(parse(text).document, builtin, options)
const found = (text: string, options: AnalyzeOptions = {}) =>
  read(text, options).issues.map(({ code, severity, where: { row, edge } }) => ({ code, severity, row, edge }))

/** A model around one row: a stem of 64 channels at P2, the row, and a Conv behind it. */
const around = (row: string) => yaml`
  nc: 80
  backbone:
    - [-1, 1, Conv, [32, 3, 2]]
    - [-1, 1, Conv, [64, 3, 2]]
    - ${row}
  head:
    - [-1, 1, Conv, [64, 1]]
`

describe('what PyTorch refuses is an error at the row it blames', () => {
  test('a layer that changes channels nobody was told of fails in the row behind it', () => {
    expect(found(around('[-1, 1, nn.Conv2d, [64, 128, 3]]'))).toEqual([{ code: 'shape.channels', severity: 'error', row: 3, edge: 2 }])
  })

  test('the rest keeps its numbers', () => {
    const { rows, totals, fused } = read(around('[-1, 1, nn.Conv2d, [64, 128, 3]]'))
    expect(rows.map((r) => [r.status, r.params])).toEqual([
      ['ok', 3 * 32 * 9 + 2 * 32],
      ['ok', 32 * 64 * 9 + 2 * 64],
      ['ok', 64 * 128 * 9 + 128],
      ['failed', 64 * 64 + 2 * 64],
    ])
    expect([totals.gflops, fused!.gflops]).toEqual([null, null])
  })

  test('an unknown module names the nearest one', () => {
    const [issue] = read(around('[-1, 3, C2F, [64]]')).issues
    expect([issue!.code, issue!.where.row, issue!.cure, issue!.fixes]).toEqual([
      'row.unknown-module',
      2,
      'Did you mean C2f?',
      [{ kind: 'replaceModule', row: 2, module: 'C2f' }],
    ])
  })

  test('a part of another block that is written as a row is told, not called', () => {
    const [issue] = read(around('[-1, 1, RealNVP, []]')).issues.filter(({ severity }) => severity === 'error')
    expect([issue!.code, issue!.where.row]).toEqual(['row.no-forward', 2])
  })

  test('a Concat of two sizes says both and how to bring them together', () => {
    const { issues } = read(yaml`
      nc: 80
      backbone:
        - [-1, 1, Conv, [16, 3, 2]]
        - [-1, 1, Conv, [32, 3, 2]]
        - [-1, 1, Conv, [32, 3, 2]]
      head:
        - [[1, 2], 1, Concat, [1]]
    `)
    const [issue] = issues
    expect(issue!.message).toBe('Concat (row 3): 160×160 from row 1 and 80×80 from row 2 cannot be joined along channels.')
    expect(issue!.cure).toBe('Upsample row 2 ×2.')
    expect(issue!.where).toMatchObject({ row: 3, edge: 2 })
  })

  test.each([
    ['[-1, 1, Conv, []]', 'arg.missing'],
    ['[-1, 1, Conv, [64, 3, 2, None, 1, 1, True, 8, 9]]', 'arg.too-many'],
    ['[-1, 1, Conv, [text]]', 'arg.wrong-type'],
    ['[-1, 1, Conv, [64, 3.5]]', 'arg.wrong-type'],
    ['[-1, 1, Conv, [64, 3, 1, null, 7]]', 'arg.value'],
    ['[-1, 1, "Conv", ["a b"]]', 'row.literal'],
    ['[-1, 1, nn.GroupNorm, [7, 64]]', 'arg.value'],
    ['[-1, 1, nn.MaxPool2d, [1000]]', 'shape.too-small'],
    ['[-1, 1, Detect, [80]]', 'shape.input'],
    ['[-1, 1000000000, Conv, [64]]', 'arg.value'],
    ['[-1, 1000000000, C2f, [64]]', 'arg.value'],
    ['[-1, 1, SPPF, [64, 5, 1000000]]', 'model.too-large'],
    ['[-1, 1, Conv, [1.0e+300]]', 'arg.value'],
    ['[-1, 1, Conv, [99999999999999]]', 'arg.value'],
    ['[-1, 1, Conv, [-64]]', 'arg.value'],
    ['[-1, 1, Conv, [64, 3, 0]]', 'arg.value'],
    ['[-1, 1, Conv, [64, 0]]', 'arg.value'],
    ['[-1, 1, __proto__, [64]]', 'row.unknown-module'],
    ['[-1, 1, nn.constructor, [64]]', 'row.unknown-module'],
    ['[-1, 1, nn.Upsample, [None, None, nearest]]', 'arg.value'],
  ])('%s is %s', (row, code) => {
    expect(
      found(around(row))
        .filter((i) => i.row === 2)
        .map((i) => i.code),
    ).toEqual([code])
  })
})

describe('the header', () => {
  const rows = ['backbone:', '  - [-1, 1, Conv, [64, 3, 2]]', 'head:', '  - [-1, 1, Conv, [64, 3, 2]]', '']
  const model = (header: string) => [header, ...rows].join('\n')

  test.each([
    ['nc: many', 'header.value'],
    ['nc: -3', 'header.value'],
    ['nc: 80\nactivation: os.system("x")', 'header.activation'],
    ['nc: 80\nactivation: nn.Linear(3)', 'header.activation'],
    ['nc: 80\nactivation: 7', 'header.value'],
    ['nc: 80\nscales: [1, 2]', 'header.scales'],
    ['nc: 80\nscales: { n: [0.3, 0.25] }', 'header.scales'],
    ['nc: 80\nch: none', 'header.value'],
  ])('%s is %s', (header, code) => {
    expect(found(model(header)).map((i) => i.code)).toEqual([code])
  })

  test('a default activation that holds a weight is counted once, however many rows use it', () => {
    const { totals, rows } = read(model('nc: 80\nactivation: nn.PReLU()'))
    expect(rows.map((r) => r.params)).toEqual([3 * 64 * 9 + 2 * 64 + 1, 64 * 64 * 9 + 2 * 64 + 1])
    expect(totals.params).toBe(rows[0]!.params + rows[1]!.params - 1)
  })

  test('a scale that is asked for and missing is named', () => {
    expect(found(model('nc: 80\nscales: { n: [0.3, 0.25, 1024] }'), { scale: 'x' }).map((i) => i.code)).toEqual(['header.unknown-scale'])
  })

  test('scales beyond a repeat round halves to even', () => {
    const text = yaml`
      nc: 80
      scales: { n: [0.5, 1, 1024] }
      backbone:
        - [-1, 5, C2f, [64]]
        - [-1, 3, C2f, [64]]
    `
    expect(read(text).rows.map((r) => r.n)).toEqual([2, 2])
  })
})

describe('memory', () => {
  const text = yaml`
    nc: 80
    backbone:
      - [-1, 1, Conv, [64, 3, 2]]
      - [-1, 1, Conv, [64, 3, 2]]
      - [-1, 2, C2f, [64]]
    head:
      - [-1, 1, Conv, [128, 3, 2]]
  `

  test('an edited model has the report a fresh analysis gives', () => {
    const memo = createMemo()
    const { document } = parse(text)
    analyze(document, builtin, {}, memo)
    const edits = [setArg(document, 1, 0, 96), setArg(document, 0, 1, 5), insertAfter(document, 1, { module: 'EMA', args: [] })]
    for (const edit of edits) {
      if (!edit.ok) throw new Error(edit.issue.message)
      const changed = apply(document, edit.diff)
      const summary = ({ rows, totals, fused, issues }: ReturnType<typeof read>) => ({
        rows: rows.map((r) => ({ ...r, id: '', modules: r.modules.size, leaves: r.leaves.size, out: encodeShape(r.out) })),
        totals,
        fused,
        issues,
      })
      expect(summary(analyze(changed, builtin, {}, memo))).toEqual(summary(read(changed.text)))
    }
  })

  test('a row that did not change keeps the very modules it had', () => {
    const memo = createMemo()
    const { document } = parse(text)
    const before = analyze(document, builtin, {}, memo)
    const edit = setArg(document, 3, 0, 256)
    if (!edit.ok) throw new Error(edit.issue.message)
    const after = analyze(apply(document, edit.diff), builtin, {}, memo)
    expect(after.rows.map((r, i) => r.modules === before.rows[i]!.modules)).toEqual([true, true, true, false])
  })
})

test('a row that reads a row less than before is run again', () => {
  const memo = createMemo()
  const { document } = parse(around('[[-1, 0], 1, Concat, [1]]'))
  const first = analyze(document, builtin, {}, memo).issues.map(({ code }) => code)
  const less = disconnect(document, { to: 2, slot: 1 })
  if (!less.ok) throw new Error(less.issue.message)
  expect([first, analyze(apply(document, less.diff), builtin, {}, memo).issues]).toEqual([['shape.concat'], []])
})

test('a PReLU shared by all convolutions costs what the profiler makes of it: it is hooked and summed once for each', () => {
  const stock = readFileSync(new URL('../../assets/models/yolov8.yaml', import.meta.url), 'utf8')
  const { document } = parse(stock.replace('nc: 80', 'nc: 80\nactivation: nn.PReLU()\n#'), { path: 'yolov8n.yaml' })
  expect(analyze(document, builtin).totals.gflops!.toFixed(1)).toBe('95.6')
})

test('an issue speaks of the sizes at the image the user chose, also where the head needs a smaller one first', () => {
  const text = yaml`
    nc: 80
    backbone:
      - [-1, 1, Conv, [16, 3, 2]]
      - [-1, 1, Conv, [32, 3, 2]]
    head:
      - [[0, 1], 1, Concat, [1]]
      - [[2], 1, Detect, [nc]]
  `
  expect(read(text, { imgsz: [320, 480] }).issues.map((i) => i.message)).toEqual([
    'Concat (row 2): 160×240 from row 0 and 80×120 from row 1 cannot be joined along channels.',
  ])
})

test('nn.Identity takes whatever it is given, as in PyTorch', () => {
  expect(read(around('[-1, 1, nn.Identity, [3, text]]')).issues).toEqual([])
})

test('a list of one source is given as a list', () => {
  const text = yaml`
    nc: 80
    backbone:
      - [-1, 1, Conv, [64, 3, 8]]
      - [[-1], 1, Concat, [1]]
    head:
      - [[1], 1, Detect, [nc]]
  `
  expect(read(text).issues).toEqual([])
  expect(found(text.replace('[[-1], 1, Concat', '[-1, 1, Concat'))).toMatchObject([{ code: 'shape.input', row: 1 }])
})

test('RT-DETR is measured on the full image, because its queries do not fit the small one', () => {
  const { proxy, issues } = read(yaml`
    nc: 80
    backbone:
      - [-1, 1, Conv, [64, 3, 8]]
      - [-1, 1, Conv, [64, 3, 2]]
      - [-1, 1, Conv, [64, 3, 2]]
    head:
      - [[0, 1, 2], 1, RTDETRDecoder, [nc]]
  `)
  expect({ proxy, issues }).toEqual({ proxy: { size: [640, 640], factor: 1, fellBack: true }, issues: [] })
})

test('a model that says the class of an image is looked at as the library does, at 224 px, with its layers as they were built', () => {
  const text = yaml`
    nc: 10
    backbone:
      - [-1, 1, Conv, [16, 3, 2]]
    head:
      - [-1, 1, Classify, [nc]]
  `
  const { task, imgsz, strides, rows } = read(text)
  expect([task, imgsz, strides, encodeShape(rows[1]!.out)]).toEqual([
    'classify',
    [224, 224],
    [1],
    [
      [1, 10],
      [1, 10],
    ],
  ])
  expect(buildModel(parse(text).document, builtin).dialect.overrides).toEqual({})
  expect(read(text, { imgsz: [64, 96] }).rows[0]!.out).toEqual({ shape: [1, 16, 32, 48], dtype: 'f32' })
})

describe('an open-vocabulary model', () => {
  const around = (row: string) => yaml`
    nc: 4
    backbone:
      - [-1, 1, Conv, [64, 3, 4]]
      - [-1, 1, Conv, [64, 3, 2]]
    head:
      - ${row}
      - [[2], 1, WorldDetect, [nc, 512, True]]
  `

  test('has a text of one embedding a class', () => {
    expect(found(around('[-1, 1, C2fAttn, [64, 32, 2]]'))).toEqual([])
  })

  test.each([
    ['[[0, 1], 1, C2fAttn, [64, 32, 2]]', 'shape.input'],
    ['[-1, 1, C2fAttn, [64, 48, 2]]', 'arg.value'],
    ['[-1, 1, WorldDetect, [nc, 512, True]]', 'shape.input'],
  ])('%s is %s', (row, code) => {
    expect(
      found(around(row))
        .filter((i) => i.row === 2)
        .map((i) => i.code),
    ).toEqual([code])
  })

  test('reads the text again when a row before it comes to refine it', () => {
    const memo = createMemo()
    const { document } = parse(around('[-1, 1, C2fAttn, [64, 32, 2]]'))
    analyze(document, builtin, {}, memo)
    const edit = insertAfter(document, 1, { module: 'EMA', args: [] })
    if (!edit.ok) throw new Error(edit.issue.message)
    const plain = apply(document, edit.diff)
    const refined = parse(
      plain.text.replace('[-1, 1, EMA, []]', '[[0, 1], 1, ImagePoolingAttn, [256]]').replace('[-1, 1, C2fAttn', '[1, 1, C2fAttn'),
    )
    const sources = (memory = createMemo()) => buildModel(refined.document, builtin, {}, memory).rows.map((r) => r.plan.text)
    expect([sources(memo), sources()]).toEqual([
      [null, null, -1, 2, -1],
      [null, null, -1, 2, -1],
    ])
  })
})
