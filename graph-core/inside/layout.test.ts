import { expect, test } from 'vitest'
import { fixtureCases } from '../../kernels/tests/fixture-cases'
import type { CallNode } from '../symbolic'
import { drawInside } from './draw'
import { insideOf } from './index'
import { type PlacedNode, placeInside } from './layout'

const insides = fixtureCases(/^attention\//).map((c) => {
  const { trace } = c.trace('eval')
  return [c.id, insideOf(trace, trace.body[0] as CallNode)] as const
})

const overlap = (a: PlacedNode, b: PlacedNode) =>
  Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height

test.each(insides)('%s stands apart, within its picture', (_, inside) => {
  const { nodes, edges, width, height } = placeInside(inside)
  const covered = nodes.flatMap((a, i) => nodes.slice(i + 1).flatMap((b) => (overlap(a, b) ? [[a.node.id, b.node.id]] : [])))
  const outside = [...nodes, ...edges.flatMap(({ points }) => points)].filter(({ x, y }) => x < 0 || y < 0 || x > width || y > height)
  expect([covered, outside]).toEqual([[], []])
})

test('the same inside is the same picture', () => {
  const [, inside] = insides.at(-1)!
  expect(drawInside(inside, 'A block')).toBe(
    drawInside(structuredClone({ ...inside, nodes: inside.nodes.map(({ call: _, ...node }) => node) }), 'A block'),
  )
})

test('words of a user stay words', () => {
  expect(drawInside(insides[0]![1], '<script>')).not.toContain('<script>')
})
