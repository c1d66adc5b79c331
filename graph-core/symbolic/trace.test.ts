import { describe, expect, test } from 'vitest'
import '../../kernels/ops/methods'
import * as nn from '../../kernels/layers/nn'
import { type Dim, type Tensor, ShapeError, Sizes, Trace, dim, moduleList, tensorsIn, typesOf } from '.'

const image = (...shape: Dim[]) => ({ shape, dtype: 'f32' }) as const
const codeOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (error instanceof ShapeError) return error.code
    throw error
  }
  return null
}

describe('an in-place operation', () => {
  const overwriting = () => {
    const trace = new Trace({ overrides: { ReLU: { inplace: true } } })
    const x = trace.input(image(1, 4, 8, 8))
    const saved = trace.call(nn.Conv2d(4, 4, 1), x) as Tensor
    const y = trace.call(nn.ReLU(), saved) as Tensor
    return { trace, saved, y }
  }

  test('takes the place of what it overwrote', () => {
    const { saved, y } = overwriting()
    expect(saved.current).toBe(y)
  })

  test('is seen by modules that read the overwritten value later', () => {
    const { trace, saved, y } = overwriting()
    const joined = trace.frame.concat([saved, saved], 1)
    expect(trace.body.at(-1)).toMatchObject({ outs: [joined], ins: [y, y] })
  })

  test('without being asked for leaves its input alone', () => {
    const trace = new Trace()
    const x = trace.input(image(1, 4, 8, 8))
    trace.call(nn.ReLU(), x)
    expect(x.current).toBe(x)
  })
})

describe('a decision on a size', () => {
  const [h, w] = [dim.symbol('h', 640, 32), dim.symbol('w', 640, 32)]
  const guards = (decide: (trace: Trace) => boolean) => {
    const trace = new Trace()
    return [decide(trace), trace.guards.map((g) => g.kind)]
  }

  test('that holds at all sizes leaves no guard', () => {
    expect(guards((t) => t.same(dim.floorDiv(h, 2), dim.mul(16, dim.floorDiv(h, 32)), ''))).toEqual([true, []])
    expect(guards((t) => t.divisible(dim.floorDiv(h, 8), 4, ''))).toEqual([true, []])
  })

  test('that holds where PyTorch runs is an agreement', () => {
    expect(guards((t) => t.same(h, w, ''))).toEqual([true, ['agreement']])
  })

  test('that the graph depends on is baked in', () => {
    expect(guards((t) => t.divisible(dim.floorDiv(h, 32), 4, ''))).toEqual([true, ['baked']])
    expect(guards((t) => t.concrete(h, '') === 640)).toEqual([true, ['baked']])
    expect(guards((t) => t.same(h, 640, ''))).toEqual([true, ['baked']])
  })

  test('names the module that asked', () => {
    const trace = new Trace()
    trace.call(nn.Sequential([nn.Identity(), nn.LayerNorm(640)]), trace.input(image(1, 4, w, h)), 'model.4')
    expect(trace.guards.map((g) => g.path)).toEqual(['model.4.1'])
  })
})

describe('a module called with', () => {
  const x = (trace: Trace) => trace.input(image(1, 4, 8, 8))

  test('a list for a tensor is refused', () => {
    const trace = new Trace()
    expect(codeOf(() => trace.call(nn.Conv2d(4, 4, 1), [x(trace), x(trace)]))).toBe('shape.input')
  })

  test('the wrong channels is refused', () => {
    const trace = new Trace()
    expect(codeOf(() => trace.call(nn.Conv2d(3, 4, 1), x(trace)))).toBe('shape.channels')
  })

  test('a map smaller than its kernel is refused', () => {
    const trace = new Trace()
    expect(codeOf(() => trace.call(nn.AvgPool2d(9), x(trace)))).toBe('shape.too-small')
  })

  test('anything is refused where it is a list of modules', () => {
    const trace = new Trace()
    expect(() => trace.call(moduleList([nn.Identity()]), x(trace))).toThrow('expected a module that can be called, got a ModuleList')
  })
})

test('sizes beside tensors are no tensors, and nothing in a shape', () => {
  const trace = new Trace()
  const value = [
    trace.input(image(1, 60, 16)),
    new Sizes([
      [6, 8],
      [3, 4],
    ]),
  ]
  expect([tensorsIn(value).length, typesOf(value)]).toEqual([1, [image(1, 60, 16), null]])
})
