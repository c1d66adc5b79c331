import { describe, expect, test } from 'vitest'
import { createFolder, graft, model } from './tests/run-cli'

const { write } = createFolder()

/** The JSON of `info --json`. */
async function infoOf(...args: string[]) {
  const { code, out } = await graft('info', ...args, '--json')
  return { code, report: JSON.parse(out) as Record<string, unknown> & { rows: Record<string, unknown>[]; imgsz: number[] } }
}

describe('the table', () => {
  test('is aligned and ends with the lines Ultralytics prints', async () => {
    const { code, out, err } = await graft('info', 'yolov8n.yaml')
    const lines = out.split('\n')
    expect({ code, err, head: lines.slice(0, 2), tail: lines.slice(-3) }).toEqual({
      code: 0,
      err: '',
      head: [
        ' #          from  n   params  module                                arguments                       output',
        ' 0            -1  1      464  ultralytics.nn.modules.conv.Conv      [3, 16, 3, 2]                   16×320×320',
      ],
      tail: [
        '22  [15, 18, 21]  1  897,664  ultralytics.nn.modules.head.Detect    [80, 16, None, [64, 128, 256]]  84×8400',
        'YOLOv8n summary: 130 layers, 3,157,200 parameters, 3,157,184 gradients, 8.9 GFLOPs',
        'YOLOv8n summary (fused): 73 layers, 3,151,904 parameters, 31,920 gradients, 8.7 GFLOPs',
      ],
    })
  })

  test('has no totals where the model cannot be built', async () => {
    const path = write('unbuilt.yaml', model(['[-1, 1, Cnv, [64, 3, 2]]']))
    const { code, out, err } = await graft('info', path)
    expect([code, out.includes('summary'), err]).toEqual([
      1,
      false,
      `${path}:3:13: error: Cnv (row 0): Ultralytics 8.4 has no module Cnv. [row.unknown-module]\n    Did you mean Conv?`,
    ])
  })

  test('shows what could steer a terminal as escapes', async () => {
    const path = write('escapes.yaml', model(['[-1, 1, "\\e[2J\\u202e", ["\\n"]]']))
    const { out, err } = await graft('info', path)
    expect([/[^\n\x20-\uffff]|\u202e/.test(out + err), out.includes('\\x1b[2J\\u202e')]).toEqual([false, true])
  })

  test('cuts a cell that is as long as a file', async () => {
    const path = write('long.yaml', model([`[-1, 1, Conv, ["${'x'.repeat(100_000)}"]]`, `[-1, 1, ${'y'.repeat(100_000)}, []]`]))
    const { out, err } = await graft('info', path)
    expect(Math.max(...`${out}\n${err}`.split('\n').map((line) => line.length))).toBeLessThan(700)
  })
})

describe('--json', () => {
  test('has the promised fields in the promised order', async () => {
    const { code, report } = await infoOf('yolov8n.yaml')
    const { rows, totals, fused, ...rest } = report
    expect({
      code,
      keys: Object.keys(report),
      row: Object.keys(rows[0]!),
      totals: Object.entries(totals as object).map(([k, v]) => (k === 'gflops' || k === 'macs' ? k : [k, v])),
      fused: Object.keys(fused as object),
      rest,
    }).toEqual({
      code: 0,
      keys: ['name', 'target', 'task', 'scale', 'nc', 'imgsz', 'strides', 'rows', 'totals', 'fused', 'issues'],
      row: ['i', 'from', 'n', 'module', 'type', 'args', 'params', 'gflops', 'out'],
      totals: [['layers', 130], ['modules', 226], ['leaves', 130], ['params', 3_157_200], ['gradients', 3_157_184], 'gflops', 'macs'],
      fused: ['layers', 'params', 'gflops'],
      rest: {
        name: 'yolov8n',
        target: 'ultralytics@8.4',
        task: 'detect',
        scale: 'n',
        nc: 80,
        imgsz: [640, 640],
        strides: [8, 16, 32],
        issues: [],
      },
    })
  })

  test('encodes shapes as lists and objects, at batch 1', async () => {
    const { report } = await infoOf('yolov8n.yaml', '--imgsz', '320,640')
    const { from, n, type, args, out } = report.rows[22]!
    expect({ from, n, type, args, out, imgsz: report.imgsz }).toEqual({
      from: [15, 18, 21],
      n: 1,
      type: 'ultralytics.nn.modules.head.Detect',
      args: [80, 16, null, [64, 128, 256]],
      out: [
        [1, 84, 4200],
        {
          boxes: [1, 64, 4200],
          scores: [1, 80, 4200],
          feats: [
            [1, 64, 40, 80],
            [1, 128, 20, 40],
            [1, 256, 10, 20],
          ],
        },
      ],
      imgsz: [320, 640],
    })
  })

  test('has null where nothing is known', async () => {
    const { code, report } = await infoOf(write('nothing.yaml', model(['[-1, 1, Cnv, [64]]'])))
    expect([code, report['fused'], report.rows.map((r) => [r['gflops'], r['out']]), (report['totals'] as { gflops: null }).gflops]).toEqual(
      [
        1,
        null,
        [
          [null, null],
          [null, null],
        ],
        null,
      ],
    )
  })
})

describe('a template of YOLOv5’s own', () => {
  test.each<[string[], string, string, number]>([
    [['yolov5s.yaml', '--target', 'yolov5'], 'yolov5', 'yolov5s', 7_235_389],
    [['yolov5m.yaml', '--target', 'yolov5@7.0'], 'yolov5@7.0', 'yolov5m', 21_190_557],
    [['yolov5x-seg.yaml'], 'yolov5', 'yolov5x-seg', 88_819_517],
    [['yolov5n6'], 'yolov5', 'yolov5n6', 3_246_940],
    [['yolov3.yaml', '--target', 'yolov5'], 'yolov5', 'yolov3', 61_949_149],
  ])('%j is read by %s as %s', async (args, target, name, params) => {
    const { code, report } = await infoOf(...args)
    expect([code, report['target'], report['name'], (report['totals'] as { params: number }).params]).toEqual([0, target, name, params])
  })

  test('stands back where no target says that it is meant', async () => {
    const { report } = await infoOf('yolov3.yaml')
    expect(report['target']).toBe('ultralytics@8.4')
  })

  test('ends with the lines YOLOv5 prints', async () => {
    const { out } = await graft('info', 'yolov5s.yaml', '--target', 'yolov5')
    expect(out.split('\n').slice(-2)).toEqual([
      'YOLOv5s summary: 125 layers, 7,235,389 parameters, 7,235,389 gradients, 16.6 GFLOPs',
      'YOLOv5s summary (fused): 68 layers, 7,225,885 parameters, 7,225,885 gradients, 16.4 GFLOPs',
    ])
  })
})

describe('the scale', () => {
  test.each<[string[], string, string]>([
    [['yolov8x.yaml'], 'yolov8x', 'x'],
    [['yolov8.yaml'], 'yolov8n', 'n'],
    [['yolov8m'], 'yolov8m', 'm'],
    [['yolov8s-ema.yaml'], 'yolov8s-ema', 's'],
    [['yolov8x.yaml', '--scale', 'm'], 'yolov8m', 'm'],
  ])('of %j is %s at %s', async (args, name, scale) => {
    const { report } = await infoOf(...args)
    expect([report['name'], report['scale']]).toEqual([name, scale])
  })

  test('is read from the name of a file', async () => {
    const scales = 'nc: 3\nscales:\n  n: [0.33, 0.25, 1024]\n  s: [0.33, 0.5, 1024]\n'
    const { report } = await infoOf(write('yolov8s.yaml', model(['[-1, 1, Conv, [64, 3, 2]]'], undefined, scales)))
    expect([report['scale'], report['nc'], report.rows[0]!['args']]).toEqual(['s', 3, [3, 32, 3, 2]])
  })

  test('that the file lacks is an error', async () => {
    const { code, err } = await graft('info', 'yolov8n.yaml', '--scale', 'q')
    expect([code, err.split('\n')[0]]).toEqual([
      1,
      'yolov8n.yaml:4:3: error: There is no scale q; the file has n, s, m, l, x. [header.unknown-scale]',
    ])
  })
})

test('--target counts as that library does', async () => {
  const { report } = await infoOf('yolov8n.yaml', '--target', 'ultralytics@8.3.63')
  expect([report['target'], (report['totals'] as { layers: number }).layers]).toEqual(['ultralytics@8.3.63', 225])
})

test('--nc takes the place of the file’s number', async () => {
  const { report } = await infoOf('yolov8n.yaml', '--nc', '3')
  expect([report['nc'], (report.rows[22]!['args'] as number[])[0]]).toEqual([3, 3])
})
