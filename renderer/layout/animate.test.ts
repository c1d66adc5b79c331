import { expect, test } from 'vitest'
import { analyze } from '../../graph-core/analysis'
import { type RowId, updateText } from '../../graph-core/document'
import { readDocument } from '../../graph-core/yaml/parse'
import { builtin } from '../../kernels'
import { between, createLayouter, isTidied, layoutModel, makesRoom, samplePath } from '.'
import { stockModels } from './tests/stock-models'

const document = readDocument(stockModels.find(([path]) => path === 'models/yolov8.yaml')![1])
const report = analyze(document, builtin)
const moved = layoutModel(report, { at: new Map([[report.rows[4]!.id, [700, -300] as const]]) })
const tidy = layoutModel(report)

test('half way, a card stands half way and its links end at it', () => {
  const { nodes, edges } = between(moved, tidy, 0.5)
  const card = nodes[4]!
  expect([card.x, card.y]).toEqual([(700 + tidy.nodes[4]!.x) / 2, (-300 + tidy.nodes[4]!.y) / 2])
  const [x, y] = edges.find(({ from, to }) => from === 3 && to === 4)!.points.at(-1)!
  expect([x - card.x, y - card.y]).toEqual([0, card.height / 2])
})

test('a motion begins at the one picture and ends as the other', () => {
  const places = (layout: typeof tidy) => layout.nodes.map(({ x, y }) => [x, y])
  const ends = (layout: typeof tidy) => layout.edges.map((edge) => [edge.points[0], edge.points.at(-1)])
  const first = between(moved, tidy, 0)
  expect([places(first), ends(first)]).toEqual([places(moved), ends(moved)])
  expect(between(moved, tidy, 1)).toBe(tidy)
})

test('links that stay where they are keep their lines while others move', () => {
  const middle = between(moved, tidy, 0.3)
  const untouched = tidy.edges.find(({ from, to }) => from === 20 && to === 21)!
  expect(middle.edges).toContain(untouched)
  expect(samplePath(untouched).length).toBeGreaterThan(2)
})

test('only cards that go back to their places make a motion', () =>
  expect([isTidied(moved, tidy), isTidied(tidy, moved), isTidied(tidy, tidy)]).toEqual([true, false, false]))

test('cards make room for a row that comes, and nothing moves while no row does', () => {
  const text = document.text.replace(/.*C2f, \[512\]\].*/, '$&\n  - [-1, 1, EMA, []]')
  const grown = updateText(document, text).document
  const more = layoutModel(analyze(grown, builtin))
  expect([makesRoom(tidy, more), makesRoom(more, tidy), makesRoom(moved, tidy)]).toEqual([true, true, false])
})

test('a picture on which nothing changes stays the same object', () => {
  const lay = createLayouter()
  const first = lay(report)
  expect(lay(analyze(readDocument(document.text.replace('[512, True]', '[768, True]')), builtin))).toBe(first)
  expect(lay(report, { at: new Map([[0 as unknown as RowId, [1, 2] as const]]) })).toBe(first)
})

test.each([
  ['a card is moved', report, { at: new Map([[report.rows[4]!.id, [700, -300] as const]]) }],
  ['a link is', analyze(readDocument(document.text.replace('[[-1, 6], 1', '[[-1, 5], 1')), builtin), {}],
  ['a row is added', analyze(readDocument(document.text.replace('head:', '  - [-1, 1, Conv, [512]]\nhead:')), builtin), {}],
  ['a stride is', analyze(readDocument(document.text.replace('[128, 3, 2]', '[128, 3, 1]')), builtin), {}],
])('the picture is another one when %s', (_, after, options) => {
  const lay = createLayouter()
  const first = lay(report)
  const second = lay(after, options)
  expect(second).not.toBe(first)
  expect(second).toEqual(layoutModel(after, options))
})
