import { expect, test } from 'vitest'
import * as nn from './nn'
import { moduleOf } from '../../graph-core/symbolic'

const { definition } = nn.MultiheadAttention
const costOf = (version: '2.0.18' | '2.1.6', shape: readonly number[], options = {}) =>
  definition.thopRule(version)?.(moduleOf(nn.MultiheadAttention(256, 8, options)).args, shape, shape)

// Six of these in the decoder and one of 400 places in the encoder are what thop 2.1.6 adds to RT-DETR's GFLOPs.
test('thop 2.1.6 counts four projections, two products and a softmax', () => {
  const expected = 4 * 300 * 256 * 256 + 2 * 300 * 300 * 256 + 8 * 300 * (3 * 300 - 1)
  expect([costOf('2.1.6', [300, 1, 256]), costOf('2.1.6', [1, 300, 256], { batch_first: true })]).toEqual([expected, expected])
})

test('older thop counts nothing', () => {
  expect(costOf('2.0.18', [300, 1, 256])).toBeUndefined()
})
