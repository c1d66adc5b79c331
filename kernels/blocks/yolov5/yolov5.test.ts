import { describe, expect, test } from 'vitest'
import { type ArgValue, Env, type RowContext, type Target, stateDict } from '../../../graph-core/symbolic'
import { builtin } from '../..'
import * as nn from '../../layers/nn'

const target: Target = { id: 'yolov5', base: 'yolov5', version: [7, 1] }
const env = () => new Env(target, { act: nn.SiLU(), nc: 80, legacy: true, scale: '', regMax: 16, end2end: false, maxDet: 300 })

function named(name: string) {
  const definition = builtin.resolve(name, target, ['yolov5'])
  if (definition?.kind !== 'block') throw new Error(`expected a block, got ${name}`)
  return definition
}

/** Channels in and out of every kernel of a MixConv2d. */
const shares = (...args: readonly ArgValue[]) =>
  [...stateDict(named('MixConv2d').construct(env(), args))].filter(([name]) => /^m\./.test(name)).map(([, { shape }]) => shape.slice(0, 2))

describe('MixConv2d shares its channels as PyTorch does', () => {
  test.each<[readonly ArgValue[], readonly (readonly number[])[]]>([
    [
      [8, 13, [1, 3, 5], 1, true],
      [
        [5, 8],
        [4, 2],
        [4, 2],
      ],
    ],
    [
      [6, 64, [1, 3, 5, 7], 1, true],
      [
        [16, 3],
        [16, 3],
        [16, 3],
        [16, 3],
      ],
    ],
    [
      [8, 64, [1, 3, 5], 1, false],
      [
        [56, 1],
        [6, 4],
        [2, 4],
      ],
    ],
    [
      [8, 100, [3, 5, 7], 1, false],
      [
        [65, 8],
        [23, 8],
        [12, 2],
      ],
    ],
  ])('for %j', (args, expected) => {
    expect(shares(...args)).toEqual(expected)
  })
})

describe('a row of', () => {
  const r = (over: Partial<RowContext>): RowContext => ({
    block: 'Block',
    channels: [64],
    repeats: 2,
    scale: '',
    nc: 80,
    regMax: 16,
    end2end: null,
    cells: [],
    width: 0.5,
    maxChannels: Infinity,
    scaleChannels: (c) => c / 2,
    ...over,
  })
  const declared = (name: string, cells: readonly ArgValue[], over: Partial<RowContext> = {}) => {
    const definition = named(name)
    return definition.declared(definition.bind(definition.row(cells, r(over))), r(over))
  }

  test('C3SPP takes no repeats: its second cell is the pooling’s windows', () => {
    expect([named('C3SPP').row([128, [3, 5]], r({})), named('C3').row([128], r({}))]).toEqual([
      [64, 64, [3, 5]],
      [64, 64, 2],
    ])
  })

  test('Contract and Expand gives as many channels as its gain says', () => {
    expect([declared('Contract', [2]), declared('Expand', [2]), declared('Concat', [1], { channels: [64, 32] })]).toEqual([256, 16, 96])
  })

  test('Contract must write its gain', () => {
    expect(() => named('Contract').row([], r({}))).toThrow('needs its gain')
  })

  test('Segment scales its prototypes as channels, and its masks not', () => {
    const anchors = [[1, 2]]
    expect(named('Segment').row([3, anchors, 32, 256], r({ channels: [64] }))).toEqual([3, anchors, 32, 128, [64]])
  })

  test('Segment must write both', () => {
    expect(() => named('Segment').row([3, [[1, 2]]], r({}))).toThrow('prototypes')
  })
})
