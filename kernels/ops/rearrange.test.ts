import { describe, expect, test } from 'vitest'
import './methods'
import { type Dim, ShapeError, type Tensor, Trace, dim, hintOf } from '../../graph-core/symbolic'

const run = (shape: readonly Dim[], pattern: string, sizes: { [name: string]: Dim } = {}) => {
  const trace = new Trace()
  const y: Tensor = trace.input({ shape, dtype: 'f32' }).rearrange(pattern, sizes)
  return {
    shape: y.shape.map(hintOf),
    ops: trace.body.map((item) => (item.kind === 'op' ? item.op.name : 'call')),
    guards: trace.guards.map((g) => g.kind),
  }
}

describe('rearrange', () => {
  test.each<[string, number[], { [name: string]: number }, number[], string[]]>([
    ['n c h w -> n c h w', [1, 8, 4, 6], {}, [1, 8, 4, 6], []],
    ['n c h w -> n h w c', [1, 8, 4, 6], {}, [1, 4, 6, 8], ['permute']],
    ['n c h w -> n (h w) c', [1, 8, 4, 6], {}, [1, 24, 8], ['permute', 'reshape']],
    ['n (g c) h w -> (n g) c h w', [2, 8, 4, 6], { g: 4 }, [8, 2, 4, 6], ['reshape', 'reshape']],
    ['n (c a b) h w -> n c (h a) (w b)', [1, 8, 4, 6], { a: 2, b: 2 }, [1, 2, 8, 12], ['reshape', 'permute', 'reshape']],
    ['n 1 (h w) -> n h w', [2, 1, 24], { h: 4 }, [2, 4, 6], ['reshape']],
    ['n c -> n c 1 1', [2, 8], {}, [2, 8, 1, 1], ['reshape']],
  ])('%s', (pattern, shape, sizes, expected, ops) => {
    expect(run(shape, pattern, sizes)).toEqual({ shape: expected, ops, guards: [] })
  })

  test('refuses an axis that does not divide', () => {
    expect(() => run([1, 9, 4, 6], 'n (g c) h w -> (n g) c h w', { g: 4 })).toThrow(ShapeError)
  })

  test('refuses another number of axes', () => {
    expect(() => run([1, 8, 4], 'n c h w -> n h w c')).toThrow(ShapeError)
  })

  test('leaves a guard where a free size must divide', () => {
    const h = dim.symbol('h', 640, 32)
    const halves = (size: Dim) => run([1, 8, size, 4], 'n c (a h) w -> (n a) c h w', { a: 4 }).guards
    expect([halves(h), halves(dim.floorDiv(h, 32))]).toEqual([[], ['baked', 'agreement']])
  })
})
