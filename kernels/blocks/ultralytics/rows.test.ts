/** What rows make of these blocks, and what fusing leaves of them, where neither a fixture nor a whole model's table shows it. */
import { describe, expect, test } from 'vitest'
import { builtin } from '../..'
import { fixtureCase } from '../../tests/fixture-cases'
import type { Tensor } from '../../../graph-core/symbolic'
import {
  type ArgValue,
  type BlockDefinition,
  Param,
  type RowContext,
  ShapeError,
  Trace,
  type Value,
  elements,
  fuse,
  modulesOf,
  parametersOf,
  stateDict,
} from '../../../graph-core/symbolic'

type Release = 'ultralytics' | 'ultralytics83'
const caseOf = (release: Release) => fixtureCase(`${release}/SPPF/0`)
const named = (name: string, release: Release = 'ultralytics') =>
  builtin.resolve(name, caseOf(release).target, ['ultralytics']) as BlockDefinition
const build = (name: string, args: readonly ArgValue[], release: Release = 'ultralytics') =>
  named(name, release).construct(caseOf(release).env(), args)

const row = (cells: readonly ArgValue[], more: Partial<RowContext> = {}): RowContext => ({
  block: 'block',
  channels: [64],
  repeats: 2,
  scale: 'n',
  nc: 80,
  regMax: 16,
  end2end: null,
  cells,
  width: 1,
  maxChannels: Infinity,
  scaleChannels: (c) => c / 2,
  ...more,
})

/** The constructor's arguments of a row, and the channels it notes for later rows. */
function read(name: string, cells: readonly ArgValue[], more: Partial<RowContext> = {}, release: Release = 'ultralytics') {
  const definition = named(name, release)
  const r = row(cells, more)
  const args = definition.row(cells, r)
  return { args, declared: definition.declared(definition.bind(args), r) }
}

describe('a row of', () => {
  test('Index states the channels of the map it takes; before 8.4 they are an argument', () => {
    expect([read('Index', [256, 6]), read('Index', [256, 6], {}, 'ultralytics83')]).toEqual([
      { args: [6], declared: 256 },
      { args: [64, 256, 6], declared: 256 },
    ])
  })

  test('TorchVision states the channels it ends with', () => {
    const cells = [512, 'resnet18', 'DEFAULT', true, 2]
    expect([read('TorchVision', cells), read('TorchVision', cells, {}, 'ultralytics83')]).toEqual([
      { args: cells.slice(1), declared: 512 },
      { args: [64, ...cells], declared: 512 },
    ])
  })

  test('HGBlock gives its repeats fourth, and they are its kernel where the row ends before it', () => {
    expect([read('HGBlock', [48, 128, 3]).args, read('HGBlock', [48, 128]).args]).toEqual([
      [64, 48, 128, 3, 2],
      [64, 48, 128, 2],
    ])
  })

  test('ResNetLayer notes four times its inner channels, whatever its widening', () => {
    const declared = (cells: readonly ArgValue[]) => read('ResNetLayer', cells).declared
    expect([declared([3, 64, 1, true, 1]), declared([64, 64, 1, false, 3]), declared([64, 64, 1, false, 3, 2])]).toEqual([64, 256, 256])
  })

  test.each(['RepConv', 'LightConv', 'Conv2'])('%s is unknown to the parse rule: its arguments stay, its source’s channels too', (name) => {
    expect(read(name, [64, 128, 3])).toEqual({ args: [64, 128, 3], declared: 64 })
  })

  test('C2fAttn scales its embedding with half the cap, and its heads by width', () => {
    const at = (width: number, maxChannels: number) => read('C2fAttn', [512, 256, 8], { width, maxChannels }).args.slice(3)
    expect([at(0.25, 1024), at(1.25, 512)]).toEqual([
      [64, 2],
      [320, 10],
    ])
  })

  test('A2C2f gets a scaled shortcut at l and x, of another width in each release', () => {
    const at = (scale: string, release?: Release) => read('A2C2f', [128, true, 4], { scale }, release).args
    expect([at('s'), at('l'), at('x', 'ultralytics83')]).toEqual([
      [64, 64, 2, true, 4],
      [64, 64, 2, true, 4, true, 1.2],
      [64, 64, 2, true, 4, true, 1.5],
    ])
  })

  test('CBLinear notes a list, CBFuse the channels of its last source', () => {
    expect([read('CBLinear', [[64, 128]]).declared, read('CBFuse', [[0, 1]], { channels: [[64, 128], [64, 128], 32] }).declared]).toEqual([
      [64, 128],
      32,
    ])
  })
})

test('C3k2, A2C2f and C2fCIB end the legacy class branch, C2fCIB since 8.4', () => {
  const ends = (release: Release) => ['C3k2', 'A2C2f', 'C2fCIB', 'C2f'].filter((name) => named(name, release).endsLegacy)
  expect([ends('ultralytics'), ends('ultralytics83')]).toEqual([
    ['C3k2', 'A2C2f', 'C2fCIB'],
    ['C3k2', 'A2C2f'],
  ])
})

describe('TorchVision', () => {
  const count = (module: ReturnType<typeof build>) => [...parametersOf(modulesOf(module))].reduce((n, p) => n + elements(p.shape), 0)

  // As https://pytorch.org/vision/stable/models.html lists them.
  test.each([
    ['resnet18', 11_689_512],
    ['resnet34', 21_797_672],
    ['resnet50', 25_557_032],
    ['resnet101', 44_549_160],
    ['resnet152', 60_192_808],
  ])('%s has the published parameters', (name, params) => {
    expect(count(build('TorchVision', [name, 'DEFAULT', false]))).toBe(params)
  })

  test('numbers the layers of a model it takes apart, and keeps the names of one it leaves whole', () => {
    const names = (unwrap: boolean) => [...stateDict(build('TorchVision', ['resnet18', 'DEFAULT', unwrap]))].map(([name]) => name)
    expect([names(true)[0], names(true).find((n) => n.includes('downsample')), names(false)[0], names(false).at(-1)]).toEqual([
      'm.0.weight',
      'm.5.0.downsample.0.weight',
      'm.conv1.weight',
      'm.fc.bias',
    ])
  })

  test('gives every layer’s map where it is asked to, of which Index takes one', () => {
    const trace = new Trace()
    const maps = trace.call(
      build('TorchVision', ['resnet50', 'DEFAULT', true, 2, true]),
      trace.input({ shape: [1, 3, 64, 96], dtype: 'f32' }),
    )
    const shape = (index: number) => (trace.call(build('Index', [index]), maps) as Tensor).shape
    expect([(maps as readonly Value[]).length, shape(0), shape(6), shape(-1)]).toEqual([
      9,
      [1, 3, 64, 96],
      [1, 512, 8, 12],
      [1, 2048, 2, 3],
    ])
  })
})

describe('fusing leaves', () => {
  const left = (name: string, args: readonly ArgValue[]) =>
    [...stateDict(fuse(build(name, args), { freezes: false }))].map(([path, t]) => [path, t.shape, t instanceof Param && t.frozen])

  test('of Conv2 one convolution', () => {
    expect(left('Conv2', [8, 16])).toEqual([
      ['conv.weight', [16, 8, 3, 3], false],
      ['conv.bias', [16], false],
    ])
  })

  test('of RepConv one convolution, always without gradients', () => {
    expect(left('RepConv', [8, 16, 3, 2])).toEqual([
      ['conv.weight', [16, 8, 3, 3], true],
      ['conv.bias', [16], true],
    ])
  })

  test('of RepVGGDW the larger convolution', () => {
    expect(left('RepVGGDW', [8])).toEqual([
      ['conv.weight', [8, 1, 7, 7], false],
      ['conv.bias', [8], false],
    ])
  })

  test('of ConvTranspose no normalisation', () => {
    expect(left('ConvTranspose', [8, 16])).toEqual([
      ['conv_transpose.weight', [8, 16, 2, 2], false],
      ['conv_transpose.bias', [16], false],
    ])
  })
})

describe('PyTorch raises, and so do we:', () => {
  /** What the block throws on inputs of these shapes. */
  const thrown = (name: string, args: readonly ArgValue[], shapes: readonly (readonly number[])[], release?: Release) => {
    try {
      const trace = new Trace()
      const inputs = shapes.map((shape) => trace.input({ shape, dtype: 'f32' }))
      trace.call(build(name, args, release), inputs.length === 1 ? inputs[0]! : inputs)
      return 'nothing'
    } catch (error) {
      return error instanceof ShapeError ? error.code : error
    }
  }

  test.each<[string, string, readonly ArgValue[], readonly (readonly number[])[], string, Release?]>([
    ['area attention on a map that does not divide', 'AAttn', [32, 1, 4], [[1, 32, 5, 7]], 'shape.not-divisible'],
    ['A2C2f of channels that 32 does not divide', 'A2C2f', [64, 80, 1], [[1, 64, 8, 8]], 'arg.value'],
    ['PSA below 64 channels before 8.4', 'PSA', [64, 64], [[1, 64, 8, 8]], 'arg.value', 'ultralytics83'],
    ['PSA that changes its channels', 'PSA', [64, 128], [[1, 64, 8, 8]], 'arg.value'],
    ['AIFI of channels that have no positions', 'AIFI', [6, 24, 2], [[1, 6, 8, 8]], 'arg.value'],
    ['SpatialAttention of a kernel it does not have', 'SpatialAttention', [5], [[1, 8, 8, 8]], 'arg.value'],
    ['RepConv of a kernel it does not have', 'RepConv', [8, 8, 5], [[1, 8, 8, 8]], 'arg.value'],
    ['CBFuse of maps in place of lists', 'CBFuse', [[0]], [[1, 8, 8, 8], [1, 8, 8, 8]], 'shape.input'], // prettier-ignore
    ['Index of one map', 'Index', [0], [[1, 8, 8, 8]], 'shape.input'],
    ['Focus on a map of odd height', 'Focus', [3, 8], [[1, 3, 7, 8]], 'shape.concat'],
    ['a text-guided stage without its text', 'C2fAttn', [16, 16, 1, 8, 1], [[1, 16, 8, 8]], 'shape.input'],
  ])('%s', (_, name, args, shapes, code, release) => {
    expect(thrown(name, args, shapes, release)).toBe(code)
  })
})
