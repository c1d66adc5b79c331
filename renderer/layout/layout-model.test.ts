import { readFileSync, readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RowReport, analyze } from '../../graph-core/analysis'
import { type RowId, apply, connect, setNode } from '../../graph-core/document'
import { readDocument } from '../../graph-core/yaml/parse'
import { yaml } from '../../graph-core/yaml/template'
import { builtin } from '../../kernels'
import { type Layout, type Pictured, layoutModel, movedNodes, samplePath } from '.'

const open = (text: string) => readDocument(text)
const picture = (text: string, options = {}) => layoutModel(analyze(open(text), builtin, options))

const folder = new URL('../../assets/', import.meta.url)
const assets = ['models', 'recipes'].flatMap((shelf) =>
  readdirSync(new URL(shelf, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name): [string, string] => [name, readFileSync(new URL(`${shelf}/${name}`, folder), 'utf8')]),
)
const yolov8 = assets.find(([name]) => name === 'yolov8.yaml')![1]

/** Pairs of cards that lie on each other. */
function overlaps({ nodes }: Layout): string[] {
  const found: string[] = []
  for (const a of nodes)
    for (const b of nodes)
      if (a.i < b.i && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
        found.push(`#${a.i} on #${b.i}`)
  return found
}

/** Links that go through a card, their own ones included: they may only touch an edge of those. */
function crossings({ nodes, edges }: Layout): string[] {
  const inside = 0.5
  return edges.flatMap((edge) => {
    const points = samplePath(edge)
    return nodes
      .filter((n) =>
        points.some(([x, y]) => x > n.x + inside && x < n.x + n.width - inside && y > n.y + inside && y < n.y + n.height - inside),
      )
      .map((n) => `#${edge.from}→#${edge.to} (${edge.kind}) through #${n.i}`)
  })
}

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
  test.each(assets)('%s has no card on another and no link through a card', (_, text) => {
    const layout = picture(text)
    expect([...overlaps(layout), ...crossings(layout)]).toEqual([])
  })
})

test('any model has no card on another and no link through a card', () =>
  fc.assert(
    fc.property(arbitraryModel, (report) => {
      const layout = layoutModel(report)
      expect([...overlaps(layout), ...crossings(layout)]).toEqual([])
    }),
    { numRuns: 300 },
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
  expect(sweepStart(10) > sweepStart(9) && sweepStart(13) === sweepStart(10) && sweepStart(16) > sweepStart(12)).toBe(true)
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
  const text = assets.find(([name]) => name === 'yolov8-rtdetr.yaml')![1]
  expect(picture(text).nodes.at(-1)!.isHead).toBe(true)
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
  expect(shown.flatMap((l) => [...overlaps(l), ...crossings(l)])).toEqual([])
})

test('a card moved by hand stays where it was put', () => {
  const document = open(yolov8)
  const done = setNode(document, 4, { at: [777, -55] })
  if (!done.ok) throw new Error(done.issue.message)
  const after = apply(document, done.diff)
  const layout = layoutModel(analyze(after, builtin), { at: movedNodes(after) })
  expect(layout.nodes[4]).toMatchObject({ x: 777, y: -55, isMoved: true })
})

test('a chain of 150 rows stands in one lane, all links straight', () => {
  const layout = layoutModel(model(Array.from({ length: 150 }, (_, i) => ({ level: 3, from: [i - 1] }))))
  expect(layout.lanes).toHaveLength(1)
  expect(new Set(layout.edges.map((e) => e.kind))).toEqual(new Set(['straight']))
})

test('an empty model is an empty picture', () => expect(layoutModel(model([]))).toMatchObject({ nodes: [], lanes: [], edges: [] }))

test('a thousand rows with skips take less than 50 ms a hundred rows', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => ({ level: 1 + (Math.abs((i % 60) - 30) >> 3), from: [i - 1, (i * 7) % 1000] }))
  const report = model(rows)
  const start = performance.now()
  layoutModel(report)
  expect(performance.now() - start).toBeLessThan(500)
})
