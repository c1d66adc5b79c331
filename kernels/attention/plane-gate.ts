/** A gate over a plane from what is largest and what is usual across it: part of CBAM and of triplet attention. */
import { type Frame, type Tensor, defineBlock, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

/** The largest value and the mean over the first axis behind the batch. */
export const largestAndMean = (x: Tensor, f: Frame): Tensor => f.concat([x.amax(1, true), x.mean(1, true)], 1)

const pool = (name: string) =>
  defineBlock(name, { library: 'graft', args: {}, build: () => ({}), forward: (_, x, f) => largestAndMean(x, f) })
export const ChannelPool = pool('ChannelPool')
const ZPool = pool('ZPool')

/** Convolution and batch normalisation. */
export const BasicConv = defineBlock('BasicConv', {
  library: 'graft',
  args: { c1: int(), c2: int(), k: int() },
  build: ({ c1, c2, k }) => ({
    conv: nn.Conv2d(c1, c2, k, 1, Math.floor(k / 2), { bias: false }),
    bn: nn.BatchNorm2d(c2, { momentum: 0.01 }),
  }),
  forward: ({ conv, bn }, x) => bn(conv(x)),
})

/** Gates a plane of any two axes, which stand last. */
export const AttentionGate = defineBlock('AttentionGate', {
  library: 'graft',
  args: {},
  build: (_, env) => ({ compress: ZPool(env), conv: BasicConv(env, 2, 1, 7) }),
  forward: ({ compress, conv }, x) => x.mul(conv(compress(x)).sigmoid()),
})
