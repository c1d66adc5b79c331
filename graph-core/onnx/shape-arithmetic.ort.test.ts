import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Dim, dim, hintOf } from '../symbolic'
import { dimKey } from '../symbolic/dim'
import { GraphBuilder } from './graph-builder'
import { lowerBound } from './shape-arithmetic'
import { runOnnx } from './tests/run-onnx'

/** An expression over height and width, built the same way at any size. */
type Make = (h: Dim, w: Dim) => Dim

const leaf: fc.Arbitrary<Make> = fc.oneof(
  fc.constant<Make>((h) => h),
  fc.constant<Make>((_, w) => w),
  fc.integer({ min: -9, max: 9 }).map(
    (n): Make =>
      () =>
        n,
  ),
)
const makers: fc.Arbitrary<Make> = fc.letrec<{ any: Make }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.tuple(fc.constantFrom('add', 'sub', 'mul', 'min', 'max'), tie('any'), tie('any')).map(
      ([op, a, b]): Make =>
        (h, w) =>
          dim[op as 'add'](a(h, w), b(h, w)),
    ),
    fc.tuple(fc.constantFrom('floorDiv', 'mod'), tie('any'), fc.integer({ min: 1, max: 7 })).map(
      ([op, a, b]): Make =>
        (h, w) =>
          dim[op as 'floorDiv'](a(h, w), b),
    ),
  ),
})).any

const size = fc.integer({ min: 1, max: 6 })

test('onnxruntime computes every expression as Python does, at sizes that were not traced', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(makers, { minLength: 1, maxLength: 4 }), size, size, size, size, async (made, h, w, h2, w2) => {
      const free = made.map((make) => make(dim.symbol('h', 4 * h, 4), dim.symbol('w', w)))
      const shape = [dim.symbol('h', 4 * h, 4), dim.symbol('w', w)]
      const builder = new GraphBuilder(17, [{ name: 'x', shape, dtype: 'f32' }])
      const out = builder.node('Identity', [builder.dims(free)], { shape: [free.length], dtype: 'i64' })
      const graph = builder.finish([{ name: 'y', value: out }])
      const { y } = await runOnnx(
        {
          irVersion: 8,
          opsets: [{ version: 17 }],
          graph: {
            name: 'sizes',
            nodes: graph.nodes,
            initializers: [...graph.initializers.values()],
            inputs: [{ name: 'x', dataType: 'float32', dims: ['h', 'w'] }],
            outputs: [{ name: 'y', dataType: 'int64', dims: [free.length] }],
          },
        },
        { x: { shape: [4 * h2, w2], data: new Float32Array(4 * h2 * w2) } },
      )
      expect([...(y!.data as Float64Array)].map((v) => v + 0)).toEqual(made.map((make) => hintOf(make(4 * h2, w2)) + 0))
    }),
    { numRuns: 300 },
  )
})

test('a product of something that may be negative and something that may be zero has no lower bound', () => {
  const w = dim.symbol('w', 1)
  const mayBeNegative = dim.floorDiv(dim.sub(w, dim.min(w, 0)), 2)
  expect(lowerBound(dim.mul(mayBeNegative, dim.floorDiv(w, 2)))).toBe(-Infinity)
})

test('no expression is below its lower bound', () => {
  fc.assert(
    fc.property(makers, size, size, (make, h, w) => {
      const d = make(dim.symbol('h', 4 * h, 4), dim.symbol('w', w))
      expect(hintOf(d), dimKey(d)).toBeGreaterThanOrEqual(lowerBound(d))
    }),
    { numRuns: 2000 },
  )
})
