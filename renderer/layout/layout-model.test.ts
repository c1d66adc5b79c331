import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RowReport, analyze } from '../../graph-core/analysis'
import { type Document, type RowId, apply, connect, insertAfter, remove, setNode } from '../../graph-core/document'
import { readDocument } from '../../graph-core/yaml/parse'
import { yaml } from '../../graph-core/yaml/template'
import { builtin } from '../../kernels'
import { type Layout, type Pictured, layoutModel, movedNodes } from '.'
import { overlapsOf, sharedLines, throughCards } from './quality'
import { stockModels } from './tests/stock-models'

const open = (text: string) => readDocument(text)
const picture = (text: string, options = {}) => layoutModel(analyze(open(text), builtin, options))

const stock = (name: string) => stockModels.find(([path]) => path === `models/${name}.yaml`)![1]
const yolov8 = stock('yolov8')

/** What may never be in a picture. */
const faults = (layout: Layout): readonly string[] => [...overlapsOf(layout), ...throughCards(layout), ...sharedLines(layout)]

/** A model of rows with maps at these levels; null is a row that failed. */
function model(rows: readonly { level: number | null; from: readonly number[] }[]): Pictured {
  return {
    imgsz: [640, 640],
    rows: rows.map(({ level, from }, i) => {
      const side = level === null ? 0 : 640 / 2 ** level
      const out = level === null ? null : { shape: [1, 16, side, side], dtype: 'f32' }
      const written = i === 0 ? -1 : from.map((f) => f % i)
      return { id: String(i) as RowId, i, from: written, out, status: level === null ? 'failed' : 'ok' } as unknown as RowReport
    }),
  }
}

/** Rows one after another at one level. */
const chain = (length: number) => model(Array.from({ length }, (_, i) => ({ level: 3, from: [i - 1] })))

const arbitraryModel = fc
  .array(
    fc.record({
      level: fc.option(fc.integer({ min: 1, max: 7 }), { freq: 8 }),
      from: fc.array(fc.nat(200), { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map(model)

describe('every template', () => {
  test.each(stockModels)('%s has no card on another, no link through a card and no two links on one line', (_, text) => {
    const layout = picture(text)
    expect(faults(layout)).toEqual([])
  })
})

test('any model has no card on another and no link through a card', () =>
  fc.assert(
    fc.property(arbitraryModel, (report) => {
      const layout = layoutModel(report)
      expect(faults(layout)).toEqual([])
    }),
    { numRuns: 150 },
  ))

test('the same model always gives the same picture', () =>
  fc.assert(
    fc.property(arbitraryModel, (report) => {
      expect(layoutModel(structuredClone(report))).toEqual(layoutModel(report))
    }),
  ))

test('yolov8 stands in five lanes and three sweeps', () => {
  const { lanes, nodes } = picture(yolov8)
  const sweepStart = (i: number) => nodes[i]!.x
  expect(lanes.map((l) => `${l.label}/${l.stride}`)).toEqual(['P1/2', 'P2/4', 'P3/8', 'P4/16', 'P5/32'])
  expect(nodes.map((n) => n.lane)).toEqual([1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 4, 4, 4, 3, 3, 3, 4, 4, 4, 5, 5, 5, 3])
  expect([sweepStart(0), sweepStart(3), sweepStart(7)].every((x) => x === sweepStart(0))).toBe(true)
  expect(sweepStart(10) === sweepStart(9) && sweepStart(13) === sweepStart(10) && sweepStart(16) > sweepStart(12)).toBe(true)
})

test('the head stands at the right edge and spans the lanes it reads', () => {
  const { nodes, edges } = picture(yolov8)
  const head = nodes.at(-1)!
  expect(nodes.slice(0, -1).every((n) => n.x + n.width < head.x)).toBe(true)
  expect([head.y, head.y + head.height]).toEqual([nodes[15]!.y, nodes[21]!.y + nodes[21]!.height])
  expect(edges.filter((e) => e.to === 22).map((e) => e.kind)).toEqual(['straight', 'straight', 'straight'])
})

test('links along a lane are straight, over cards in the channel, between lanes curved', () => {
  const kinds = Object.fromEntries(picture(yolov8).edges.map((e) => [`${e.from}-${e.to}`, e.kind]))
  expect([kinds['3-4'], kinds['4-14'], kinds['2-3'], kinds['9-10'], kinds['9-20']]).toEqual([
    'straight',
    'channel',
    'curve',
    'curve',
    'channel',
  ])
})

test('RT-DETR’s decoder is a head as Detect is', () => {
  expect(picture(stock('yolov8-rtdetr')).nodes.at(-1)!.isHead).toBe(true)
})

test('rows behind a flatten keep the lane of their source', () => {
  const layout = picture(yaml`
    nc: 10
    backbone:
      - [-1, 1, Conv, [16, 3, 2]]
      - [-1, 1, Conv, [32, 3, 2]]
      - [-1, 1, nn.AdaptiveAvgPool2d, [1]]
      - [-1, 1, nn.Flatten, []]
    head:
      - [-1, 1, nn.Identity, []]
  `)
  expect(layout.nodes.map((n) => n.lane)).toEqual([1, 2, 2, 2, 2])
})

test('a row that fails stays in the lane it had, or goes to its nearest source', () => {
  const document = open(yolov8)
  const before = layoutModel(analyze(document, builtin))
  const done = connect(document, { to: 20, slot: 1, from: 15 })
  if (!done.ok) throw new Error(done.issue.message)
  const report = analyze(apply(document, done.diff), builtin)
  const levels = new Map(before.nodes.map((n) => [n.rowId, n.lane]))
  const shown = [layoutModel(report), layoutModel(report, { levels })]
  expect(shown.map((l) => [l.nodes[20]!.lane, l.nodes[21]!.lane])).toEqual([
    [5, 5],
    [5, 5],
  ])
  expect(shown.flatMap(faults)).toEqual([])
})

test('a card moved by hand stays where it was put', () => {
  const document = open(yolov8)
  const done = setNode(document, 4, { at: [777, -55] })
  if (!done.ok) throw new Error(done.issue.message)
  const after = apply(document, done.diff)
  const layout = layoutModel(analyze(after, builtin), { at: movedNodes(after) })
  expect(layout.nodes[4]).toMatchObject({ x: 777, y: -55, isMoved: true })
})

test('a model stays well pictured whatever is done to it', () => {
  const command = fc.record({ act: fc.constantFrom('connect', 'remove', 'insert'), a: fc.nat(99), b: fc.nat(99), slot: fc.nat(2) })
  const done = (document: Document, { act, a, b, slot }: { act: string; a: number; b: number; slot: number }) => {
    const [x, y] = [a % document.rows.length, b % document.rows.length]
    if (act === 'connect') return connect(document, { from: x, to: y, slot })
    return act === 'remove' ? remove(document, x) : insertAfter(document, x, { module: 'Conv', args: [64, 3, 1 + slot] })
  }
  fc.assert(
    fc.property(fc.array(command, { minLength: 1, maxLength: 8 }), (commands) => {
      let document = open(yolov8)
      for (const each of commands) {
        const result = done(document, each)
        if (result.ok) document = apply(document, result.diff)
      }
      expect(faults(layoutModel(analyze(document, builtin)))).toEqual([])
    }),
    { numRuns: 25 },
  )
})

test('whatever is moved, the others stand where they stood and links that it does not touch stay too', () =>
  fc.assert(
    fc.property(
      arbitraryModel,
      fc.nat(59),
      fc.integer({ min: -400, max: 1500 }),
      fc.integer({ min: -400, max: 800 }),
      (report, k, x, y) => {
        const before = layoutModel(report)
        const i = k % report.rows.length
        const after = layoutModel(report, { at: new Map([[report.rows[i]!.id, [x, y] as const]]) })
        expect(after.nodes.filter((n) => n.i !== i)).toEqual(before.nodes.filter((n) => n.i !== i))
        const isTouched = new Set(throughCards({ ...before, nodes: [after.nodes[i]!] }))
        const others = before.edges.filter(
          (e) => e.from !== i && e.to !== i && !isTouched.has(`#${e.from}→#${e.to} (${e.kind}) through #${i}`),
        )
        expect(after.edges.filter((e) => others.some((o) => o.from === e.from && o.to === e.to && o.slot === e.slot))).toEqual(others)
      },
    ),
  ))

test('links go around a card that was moved to where there is room for it', () =>
  fc.assert(
    fc.property(
      arbitraryModel,
      fc.nat(59),
      fc.integer({ min: -300, max: 1500 }),
      fc.integer({ min: -300, max: 800 }),
      (report, k, x, y) => {
        const i = k % report.rows.length
        const after = layoutModel(report, { at: new Map([[report.rows[i]!.id, [x, y] as const]]) })
        const room = 30
        const own = after.nodes[i]!
        const hasRoom = after.nodes.every(
          (n) =>
            n.i === i ||
            n.x > own.x + own.width + room ||
            own.x > n.x + n.width + room ||
            n.y > own.y + own.height + room ||
            own.y > n.y + n.height + room,
        )
        fc.pre(hasRoom)
        expect([...overlapsOf(after), ...throughCards(after)]).toEqual([])
      },
    ),
  ))

test('a lane of 20 rows is one line, all its links straight', () => {
  const layout = layoutModel(chain(20))
  expect([new Set(layout.nodes.map(({ y }) => y)).size, new Set(layout.edges.map(({ kind }) => kind))]).toEqual([1, new Set(['straight'])])
})

test('a chain of 150 rows is folded within its lane, and still fits a screen', () => {
  const layout = layoutModel(chain(150))
  const { width, height } = layout.bounds
  expect([layout.lanes.length, faults(layout)]).toEqual([1, []])
  expect(width / height).toBeLessThan(3)
})

test('an auxiliary head stands at the right as well, and the links of the last one pass over it', () => {
  const { nodes, edges, ...rest } = picture(yaml`
    nc: 80
    backbone:
      - [-1, 1, Conv, [16, 3, 2]]
      - [-1, 1, Conv, [16, 3, 2]]
      - [-1, 1, Conv, [16, 3, 2]]
      - [[0, 1, 2], 1, Detect, [nc]]
    head:
      - [2, 1, Conv, [16, 1, 1]]
      - [[0, 1, 4], 1, Detect, [nc]]
  `)
  expect(nodes.map(({ isHead }) => isHead)).toEqual([false, false, false, true, false, true])
  expect(nodes[3]!.x > nodes[4]!.x && nodes[5]!.x > nodes[3]!.x + nodes[3]!.width).toBe(true)
  expect(edges.filter(({ to }) => to === 5).map(({ kind }) => kind)).toEqual(['channel', 'channel', 'channel'])
  expect(faults({ nodes, edges, ...rest })).toEqual([])
})

test('a last row that fails stands as a head only where its block is one', () => {
  const report = analyze(
    open(yaml`
      nc: 80
      backbone:
        - [-1, 1, Conv, [16, 3, 2]]
        - [-1, 1, Conv, [16, 3, 2]]
        - [[0, 1], 1, Concat, [1]]
    `),
    builtin,
  )
  expect(
    [layoutModel(report, { isHead: (module) => module === 'Detect' }), layoutModel(report)].map(({ nodes }) => nodes[2]!.isHead),
  ).toEqual([false, true])
})

test('a row that gives one vector is no head: the text that YOLO-World looks at stands in a lane', () =>
  expect(picture(stock('yolov8-world')).nodes.flatMap(({ i, isHead }) => (isHead ? [i] : []))).toEqual([23]))

test.each(['yolov8', 'yolo11', 'yolov5', 'yolov9c', 'yolo26'])('%s fits a window well', (name) => {
  const { width, height } = picture(stock(name)).bounds
  expect(width / height).toBeLessThan(2.7)
})

test('an empty model is an empty picture', () => expect(layoutModel(model([]))).toMatchObject({ nodes: [], lanes: [], edges: [] }))
