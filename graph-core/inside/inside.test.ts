/** Held for every block that has a fixture; then two insides in full, as a reader would draw them. */
import { describe, expect, test } from 'vitest'
import { fixtureCase, fixtureCases } from '../../kernels/tests/fixture-cases'
import { type CallNode, type Trace, hintOf, printArg, tensorsIn } from '../symbolic'
import { type Inside, type InsideEdge, type NodeArgument, insideOf } from './index'

const cases = fixtureCases()
const callOf = (trace: Trace) => trace.body[0] as CallNode
const inside = (id: string, depth = 1) => {
  const { trace } = fixtureCase(id).trace('eval')
  return insideOf(trace, callOf(trace), { depth })
}

/** The given nodes and everything they are made of. */
function reached(ends: readonly string[], edges: readonly InsideEdge[]): Set<string> {
  const seen = new Set(ends)
  for (const id of seen) for (const { from, to } of edges) if (to === id) seen.add(from)
  return seen
}

const idsOf = ({ nodes }: Inside, ...kinds: string[]) => nodes.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id)

describe.each([1, 2, Infinity])('opened %s deep', (depth) => {
  test.each(cases.map((c) => [c.id, c] as const))('%s is drawn whole', (_, c) => {
    const { trace, inputs, output } = c.trace('eval')
    const drawn = insideOf(trace, callOf(trace), { depth })
    const { nodes, edges, unread } = drawn
    const shapes = (kind: string) => nodes.filter((node) => node.kind === kind).flatMap((node) => node.shapes)
    const sizes = (tensors: readonly { readonly shape: readonly unknown[] }[]) =>
      tensors.map(({ shape }) => shape.map((d) => hintOf(d as number)))

    expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length)
    expect([shapes('input'), shapes('output')]).toEqual([sizes(inputs), sizes(tensorsIn(output))])
    expect(nodes.reduce((sum, { params }) => sum + params, unread)).toBe(c.entry.params)
    const known = new Map(nodes.map((node) => [node.id, node.shapes.map(String)]))
    expect(edges.filter(({ from, to, shape }) => !known.has(to) || !known.get(from)!.includes(String(shape)))).toEqual([])
    // Whatever stands in it counts for what comes out, but for inputs that the block does not look at.
    const counts = reached(idsOf(drawn, 'output'), edges)
    expect(idsOf(drawn, 'module', 'op', 'tensor').filter((id) => !counts.has(id))).toEqual([])
  })
})

test('a module that runs again has its parameters once', () => {
  const { nodes } = inside('attention/CPCA/0')
  expect(nodes.filter(({ path }) => path === 'conv').map(({ id, params, isAgain }) => [id, params, isAgain])).toEqual([
    ['conv', 12 * 12 + 12, false],
    ['conv#2', 0, true],
    ['conv#3', 0, true],
  ])
})

/** `id: type(args)` of each node, and the ways between them. */
function written({ nodes, edges }: Inside): readonly [nodes: string[], edges: string] {
  const arg = ({ name, value, isPositional }: NodeArgument) => (isPositional ? '' : `${name}=`) + printArg(value)
  return [
    nodes.map(
      ({ id, type, args, shapes }) => `${id}: ${type.join('·')}(${args.map(arg).join(', ')}) ${shapes.map((s) => s.join('×')).join(' ')}`,
    ),
    edges.map(({ from, to }) => `${from}>${to}`).join(' '),
  ]
}

test('rearrangements one behind the other are one step', () => {
  expect(
    inside('attention/EMA/0')
      .nodes.filter(({ type }) => type.length > 1)
      .map(({ type }) => type),
  ).toEqual([
    ['reshape', 'permute'],
    ['reshape', 'permute'],
  ])
})

test('the inside of a block is what it calls and computes', () => {
  expect(written(inside('attention/SEAttention/0'))).toMatchInlineSnapshot(`
    [
      [
        "x: x() 1×32×9×12",
        "avg_pool: AdaptiveAvgPool2d(1) 1×32×1×1",
        "reshape: reshape() 1×32",
        "fc.0: Linear(32, 2, False) 1×2",
        "fc.1: ReLU(True) 1×2",
        "fc.2: Linear(2, 32, False) 1×32",
        "fc.3: Sigmoid() 1×32",
        "reshape#3: reshape() 1×32×1×1",
        "mul: mul() 1×32×9×12",
        "y: y() 1×32×9×12",
      ],
      "x>avg_pool avg_pool>reshape reshape>fc.0 fc.0>fc.1 fc.1>fc.2 fc.2>fc.3 fc.3>reshape#3 x>mul reshape#3>mul mul>y",
    ]
  `)
})

test('a block opened deeper shows what its children call', () => {
  expect(inside('ultralytics/C2f/0', 2).nodes.flatMap(({ path }) => path || [])).toMatchInlineSnapshot(`
    [
      "cv1.conv",
      "cv1.bn",
      "cv1.act",
      "m.0.cv1",
      "m.0.cv2",
      "cv2.conv",
      "cv2.bn",
      "cv2.act",
    ]
  `)
})
