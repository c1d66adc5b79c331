/** What layers refuse, and how rows write those that parse rules know. */
import { expect, test } from 'vitest'
import '../ops/methods'
import { type ArgValue, type Module, ShapeError, type Tensor, Trace } from '../../graph-core/symbolic'
import { rowContext } from '../../tests/row-context'
import * as nn from './nn'

function thrown(layer: Module<Tensor, Tensor>, shape: readonly number[]) {
  try {
    const trace = new Trace()
    layer(trace.input({ shape, dtype: 'f32' }))
    return 'nothing'
  } catch (error) {
    return error instanceof ShapeError ? error.code : error
  }
}

test('InstanceNorm2d refuses a map of one place unless it keeps running statistics', () => {
  const running = nn.InstanceNorm2d(4, { track_running_stats: true })
  expect([thrown(nn.InstanceNorm2d(4), [1, 4, 1, 1]), thrown(nn.InstanceNorm2d(4), [1, 4, 1, 2]), thrown(running, [1, 4, 1, 1])]).toEqual([
    'shape.too-small',
    'nothing',
    'nothing',
  ])
})

test('ReflectionPad2d refuses to reach beyond the map', () => {
  const pad = nn.ReflectionPad2d([0, 0, 3, 0])
  expect([thrown(pad, [1, 4, 3, 9]), thrown(pad, [1, 4, 4, 9])]).toEqual(['shape.too-small', 'nothing'])
})

test('PixelUnshuffle refuses a map that does not divide', () => {
  expect(thrown(nn.PixelUnshuffle(2), [1, 4, 5, 6])).toBe('shape.not-divisible')
})

test('UpsamplingBilinear2d needs a size or a factor, not both', () => {
  expect([thrown(nn.UpsamplingBilinear2d(), [1, 4, 5, 6]), thrown(nn.UpsamplingBilinear2d(8, 2), [1, 4, 5, 6])]).toEqual([
    'arg.value',
    'arg.value',
  ])
})

test('a row writes nn.ConvTranspose2d as it writes a Conv, and any other convolution in full', () => {
  const r = rowContext({ scaleChannels: (c) => c / 4 })
  const read = ({ definition }: typeof nn.Conv2d, cells: readonly ArgValue[]) => {
    const args = definition.row(cells, r)
    return { args, declared: definition.declared(definition.bind(args), r) }
  }
  expect([read(nn.ConvTranspose2d, [512, 2, 2, 0]), read(nn.Conv2d, [64, 128, 3])]).toEqual([
    { args: [64, 128, 2, 2, 0], declared: 128 },
    { args: [64, 128, 3], declared: 64 },
  ])
})
