import { defineBlock, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { mapOf, placesOf } from './places'

/** Every place attends to learned memories that all images share. https://arxiv.org/abs/2105.02358 */
export const ExternalAttention = defineBlock('ExternalAttention', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Every place attends to learned memories that all images share, instead of to the other places.',
    source: 'https://arxiv.org/abs/2105.02358',
    paper: 'Beyond Self-attention: External Attention using Two Linear Layers for Visual Tasks',
    aliases: ['EANet', 'External_attention'],
    advice: 'Linear in the places, so it fits large maps. What it remembers is the training set: it helps less on few images.',
    cost: '2·S·c parameters, 2·S·c·n multiply-accumulates',
    sizeFree: true,
    zh: {
      name: '外部注意力',
      summary: '每个位置关注所有图像共享的可学习记忆，而不是其他位置。',
      advice: '代价随位置数线性增长，适合大特征图；它记住的是训练集，数据少时帮助有限。',
      cost: '2·S·c 个参数，2·S·c·n 次乘加',
    },
  },
  args: { d_model: inputChannels(), S: int(64) },
  build: ({ d_model: c, S }) => ({
    mk: nn.Linear(c, S, { bias: false }),
    mv: nn.Linear(S, c, { bias: false }),
    softmax: nn.Softmax(1),
  }),
  forward({ mk, mv, softmax }, x) {
    const weights = softmax(mk(placesOf(x)))
    return mapOf(mv(weights.div(weights.sum(2, true))), x)
  },
})
