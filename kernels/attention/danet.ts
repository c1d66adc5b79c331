/** Dual attention. https://arxiv.org/abs/1809.02983 */
import { type About, defineBlock, init, inputChannels, int, param } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { formOf } from './form'
import { mapOfChannels, placesOf } from './places'

const about: About = {
  category: 'attention',
  summary: 'The sum of attention over all places and attention over all channels.',
  source: 'https://arxiv.org/abs/1809.02983',
  paper: 'Dual Attention Network for Scene Segmentation',
  aliases: ['DANet', 'DAN', 'DANetHead', 'DAModule', 'DualAttention'],
  advice: 'For the deepest level only: its memory grows with n². Starts as an identity, so it may be put into trained models.',
  cost: '1.25·c² parameters, 1.125·c·n² + 1.25·c²·n + 2·c²·n multiply-accumulates',
  demands: 'At least 8 channels.',
  sizeFree: true,
  zh: {
    name: '双重注意力',
    summary: '位置注意力与通道注意力之和。',
    advice: '只宜放在最深一层，内存随 n² 增长；初始为恒等映射，可插入已训练的模型。',
    cost: '1.25·c² 个参数，1.125·c·n² + 1.25·c²·n + 2·c²·n 次乘加',
    demands: '至少 8 个通道。',
  },
}

/** Every place attends to every place. */
export const PAM_Module = defineBlock('PAM_Module', {
  library: 'graft',
  about: formOf(about, { of: 'DANet_PAM_CAM', differs: 'Attention over places alone.', zh: { differs: '只有位置注意力。' } }),
  args: { in_dim: inputChannels('optional') },
  build: ({ in_dim: c }) => ({
    gamma: param([1], init.zeros),
    query_conv: nn.Conv2d(c, Math.floor(c / 8), 1),
    key_conv: nn.Conv2d(c, Math.floor(c / 8), 1),
    value_conv: nn.Conv2d(c, c, 1),
    softmax: nn.Softmax(-1),
  }),
  forward({ gamma, query_conv, key_conv, value_conv, softmax }, x) {
    const [q, k, v] = [query_conv(x).flatten(2), key_conv(x).flatten(2), value_conv(x).flatten(2)]
    const weights = softmax(q.transpose(1, 2).matmul(k))
    return mapOfChannels(v.matmul(weights.transpose(1, 2)), x)
      .mul(gamma)
      .add(x)
  },
})

/** Every channel attends to every channel, most to those unlike it. The number of channels is not used. */
export const CAM_Module = defineBlock('CAM_Module', {
  library: 'graft',
  about: formOf(about, { of: 'DANet_PAM_CAM', differs: 'Attention over channels alone.', zh: { differs: '只有通道注意力。' } }),
  args: { in_dim: inputChannels('optional') },
  build: () => ({ gamma: param([1], init.zeros), softmax: nn.Softmax(-1) }),
  forward({ gamma, softmax }, x) {
    const values = x.flatten(2)
    const energy = values.matmul(values.transpose(1, 2))
    const weights = softmax(energy.amax(-1, true).sub(energy))
    return mapOfChannels(weights.matmul(values), x).mul(gamma).add(x)
  },
})

export const DANet_PAM_CAM = defineBlock('DANet_PAM_CAM', {
  library: 'graft',
  about,
  args: { in_dim: inputChannels('optional') },
  build: ({ in_dim }, env) => ({ pam: PAM_Module(env, in_dim), cam: CAM_Module(env, in_dim) }),
  forward: ({ pam, cam }, x) => pam(x).add(cam(x)),
})

/** One head over a sequence [b, n, c]. */
const ScaledDotProductAttention = defineBlock('ScaledDotProductAttention', {
  library: 'graft',
  args: { d: int() },
  build: ({ d }) => ({
    fc_q: nn.Linear(d, d),
    fc_k: nn.Linear(d, d),
    fc_v: nn.Linear(d, d),
    fc_o: nn.Linear(d, d),
    dropout: nn.Dropout(0.1),
  }),
  forward({ fc_q, fc_k, fc_v, fc_o, dropout }, x, _, { d }) {
    const energy = fc_q(x).matmul(fc_k(x).transpose(1, 2))
    return fc_o(dropout(energy.div(Math.sqrt(d)).softmax(-1)).matmul(fc_v(x)))
  },
})

/** One head over a sequence [b, n, d] that is query, key and value itself. */
const SimplifiedScaledDotProductAttention = defineBlock('SimplifiedScaledDotProductAttention', {
  library: 'graft',
  args: { d: int() },
  build: ({ d }) => ({ fc_o: nn.Linear(d, d), dropout: nn.Dropout(0.1) }),
  forward({ fc_o, dropout }, x, _, { d }) {
    const energy = x.matmul(x.transpose(1, 2))
    return fc_o(dropout(energy.div(Math.sqrt(d)).softmax(-1)).matmul(x))
  },
})

const sameConv = (c: number, k: number) => nn.Conv2d(c, c, k, 1, Math.floor((k - 1) / 2))

const PositionAttention = defineBlock('PositionAttentionModule', {
  library: 'graft',
  args: { d_model: int(), kernel_size: int() },
  build: ({ d_model: c, kernel_size: k }, env) => ({ cnn: sameConv(c, k), pa: ScaledDotProductAttention(env, c) }),
  forward: ({ cnn, pa }, x) => pa(placesOf(cnn(x))).transpose(1, 2),
})

const ChannelAttention = defineBlock('ChannelAttentionModule', {
  library: 'graft',
  args: { d_model: int(), kernel_size: int(), places: int() },
  build: ({ d_model: c, kernel_size: k, places }, env) => ({ cnn: sameConv(c, k), pa: SimplifiedScaledDotProductAttention(env, places) }),
  forward: ({ cnn, pa }, x, _, { d_model: c, places }) => pa(cnn(x).reshape(x.size(0), c, places)),
})

/** A later form with convolutions and linear layers, one of them over all places. */
export const DAModule_EA = defineBlock('DAModule_EA', {
  library: 'graft',
  about: {
    ...formOf(about, {
      of: 'DANet_PAM_CAM',
      differs: 'Convolutions before, linear layers inside; one of them runs over all places of one map size.',
      zh: { differs: '前有卷积，内部用线性层；其中一层遍历固定尺寸特征图的所有位置。' },
    }),
    demands: 'A map of H×W places.',
    zh: { ...about.zh!, demands: '特征图为 H×W 个位置。' },
    sizeFree: false,
  },
  args: { d_model: inputChannels('optional'), kernel_size: int(3), H: int(7), W: int(7) },
  build: ({ d_model: c, kernel_size: k, H, W }, env) => ({
    position_attention_module: PositionAttention(env, c, k),
    channel_attention_module: ChannelAttention(env, c, k, H * W),
  }),
  forward: ({ position_attention_module, channel_attention_module }, x) =>
    mapOfChannels(position_attention_module(x).add(channel_attention_module(x)), x),
})
