import { expect, test } from 'vitest'
import '../../kernels/ops/methods'
import { makeModule } from '../symbolic/module'
import { type CallNode, type Frame, type Tensor, Trace, type Value } from '../symbolic'
import { memoryOf } from './memory'

/** The memory of a function of one tensor of 1×4×8×8, in kilobytes: a map of that size is 1. */
function kilobytes(forward: (x: Tensor, f: Frame) => Value) {
  const trace = new Trace()
  const definition = {
    kind: 'block' as const,
    name: 'F',
    type: 'F',
    library: 'test',
    forward: (_: object, x: Value, f: Frame) => forward(x as Tensor, f),
  }
  trace.call(makeModule(definition, {}, {}), trace.input({ shape: [1, 4, 8, 8], dtype: 'f32' }))
  const { largest, peak } = memoryOf(trace.body[0] as CallNode)
  return [largest / 1024, peak / 1024]
}

test('a result is freed behind its last use', () => expect(kilobytes((x) => x.relu().sigmoid().tanh())).toEqual([1, 3]))
test('what is used later is kept', () => {
  expect(
    kilobytes((x) => {
      const kept = x.relu()
      return kept.add(kept.sigmoid().tanh())
    }),
  ).toEqual([1, 4])
})
test('a view of a map is no second one', () => expect(kilobytes((x) => x.reshape(1, 4, 64).permute(0, 2, 1))).toEqual([0, 1]))
test('a map in another order is copied to be viewed', () => expect(kilobytes((x) => x.permute(0, 2, 3, 1).reshape(1, -1))).toEqual([1, 2]))
test('every place beside every place is the largest', () => {
  // 64 × 64 weights of 4 bytes.
  expect(kilobytes((x) => x.reshape(4, 64).permute(1, 0).matmul(x.reshape(4, 64)))).toEqual([16, 17])
})
