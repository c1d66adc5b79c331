import { type ArgValue, type Module, type Tensor, defineBlock, float, inputChannels, role, text } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

type Step = Module<Tensor, Tensor>

const kinds = ['channel_add', 'channel_mul']
const fusionTypes = role<readonly string[]>(
  'list',
  'a list of channel_add and channel_mul',
  (v: ArgValue) => (Array.isArray(v) && v.length > 0 && v.every((kind) => kinds.includes(kind as string)) ? (v as string[]) : undefined),
  ['channel_add'],
)

/** Sums up the whole map to one vector and gives it to every place. https://arxiv.org/abs/1904.11492 */
export const ContextBlock = defineBlock('ContextBlock', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Sums up the whole map to one vector by attention and adds it, through two small layers, to every place.',
    source: 'https://arxiv.org/abs/1904.11492',
    paper: 'GCNet: Non-local Networks Meet Squeeze-Excitation Networks and Beyond',
    aliases: ['GC', 'GCNet', 'GCN', 'GCBlock', 'GlobalContext', 'GlobalContextBlock', 'ContextBlock2d'],
    advice: 'What non-local attention gains at the cost of squeeze and excitation. A safe choice for the last backbone stage.',
    cost: '2·c²·ratio + c parameters, 2·c·n multiply-accumulates',
    sizeFree: true,
    zh: {
      name: '全局上下文块',
      summary: '用注意力把整张特征图汇成一个向量，经两个小层后加到每个位置。',
      advice: '以 SE 的代价得到非局部注意力的效果，适合主干最后一个阶段。',
      cost: '2·c²·ratio + c 个参数，2·c·n 次乘加',
    },
  },
  args: {
    inplanes: inputChannels('optional'),
    ratio: float(0.0625),
    pooling_type: text('att', ['att', 'avg']),
    fusion_types: fusionTypes,
  },
  build({ inplanes: c, ratio, pooling_type, fusion_types }) {
    const hidden = Math.trunc(c * ratio)
    const attends = pooling_type === 'att'
    const transform = (kind: string) =>
      fusion_types.includes(kind)
        ? (nn.Sequential([
            nn.Conv2d(c, hidden, 1),
            nn.LayerNorm([hidden, 1, 1]),
            nn.ReLU({ inplace: true }),
            nn.Conv2d(hidden, c, 1),
          ]) as Step)
        : null
    return {
      conv_mask: attends ? nn.Conv2d(c, 1, 1) : null,
      softmax: attends ? nn.Softmax(2) : null,
      avg_pool: attends ? null : nn.AdaptiveAvgPool2d(1),
      channel_add_conv: transform('channel_add'),
      channel_mul_conv: transform('channel_mul'),
    }
  },
  forward({ conv_mask, softmax, avg_pool, channel_add_conv, channel_mul_conv }, x) {
    const attended = () => {
      const weights = softmax!(conv_mask!(x).flatten(2))
      return x.flatten(2).matmul(weights.transpose(1, 2)).unsqueeze(3)
    }
    const context = avg_pool === null ? attended() : avg_pool(x)
    const scaled = channel_mul_conv === null ? x : x.mul(channel_mul_conv(context).sigmoid())
    return channel_add_conv === null ? scaled : scaled.add(channel_add_conv(context))
  },
})
