/** Channel and spatial attention of CBAM as Ultralytics has them: without channel reduction. https://arxiv.org/abs/1807.06521 */
import { ShapeError, defineBlock, inputChannels, int } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'

const source = 'https://arxiv.org/abs/1807.06521'

/** Weighs channels by a pointwise convolution of their means. */
export const ChannelAttention = defineBlock('ChannelAttention', {
  library: 'ultralytics',
  file: 'conv',
  about: {
    category: 'attention',
    summary: 'Weighs each channel by what the means of all channels say.',
    zh: { name: '通道注意力', summary: '根据所有通道的均值为每个通道加权。' },
    source,
  },
  args: { channels: inputChannels('optional') },
  build: ({ channels: c }) => ({ pool: nn.AdaptiveAvgPool2d(1), fc: nn.Conv2d(c, c, 1, 1, 0, { bias: true }), act: nn.Sigmoid() }),
  forward: ({ pool, fc, act }, x) => x.mul(act(fc(pool(x)))),
})

/** Weighs places by the mean and the maximum over their channels. */
export const SpatialAttention = defineBlock('SpatialAttention', {
  library: 'ultralytics',
  file: 'conv',
  about: {
    category: 'attention',
    summary: 'Weighs each place of the map by the mean and the maximum of its channels.',
    zh: { name: '空间注意力', summary: '根据通道的均值和最大值为每个位置加权。' },
    source,
  },
  args: { kernel_size: int(7) },
  build({ kernel_size: k }) {
    if (k !== 3 && k !== 7) throw new ShapeError('arg.value', `SpatialAttention has a kernel of 3 or 7, got ${k}`)
    return { cv1: nn.Conv2d(2, 1, k, { padding: k === 7 ? 3 : 1, bias: false }), act: nn.Sigmoid() }
  },
  forward: ({ cv1, act }, x, f) => x.mul(act(cv1(f.concat([x.mean(1, true), x.amax(1, true)], 1)))),
})

/** Channel attention, then spatial attention. */
export const CBAM = defineBlock('CBAM', {
  library: 'ultralytics',
  file: 'conv',
  about: {
    category: 'attention',
    summary: 'Channel attention, then spatial attention, without the channel reduction of the paper.',
    zh: { name: '卷积块注意力（Ultralytics）', summary: '先通道注意力，再空间注意力，没有论文中的通道压缩。' },
    form: {
      of: 'CBAM_original',
      differs: 'Ultralytics’ own: one pointwise convolution over the channel means, without reduction and without maxima.',
      zh: { differs: 'Ultralytics 自带：通道均值只过一个逐点卷积，不压缩，也不用最大值。' },
    },
    source,
  },
  args: { c1: inputChannels('optional'), kernel_size: int(7) },
  build: ({ c1, kernel_size }, env) => ({
    channel_attention: ChannelAttention(env, c1),
    spatial_attention: SpatialAttention(env, kernel_size),
  }),
  forward: ({ channel_attention, spatial_attention }, x) => spatial_attention(channel_attention(x)),
})
