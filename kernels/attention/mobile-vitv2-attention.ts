import { defineBlock, inputChannels } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { mapOf, placesOf } from './places'

/** Sums up all places to one vector and scales the values of every place with it. https://arxiv.org/abs/2206.02680 */
export const MobileViTv2Attention = defineBlock('MobileViTv2Attention', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Sums up all places to one vector, weighted by one score a place, and scales the values of every place with it.',
    source: 'https://arxiv.org/abs/2206.02680',
    paper: 'Separable Self-attention for Mobile Vision Transformers',
    aliases: ['MobileViTv2', 'SeparableSelfAttention', 'MobileViTv2Att'],
    advice: 'Global context for phones: linear in the places, only multiplications element by element.',
    cost: '3·c² parameters, 3·c²·n multiply-accumulates',
    sizeFree: true,
    zh: {
      name: '可分离自注意力（MobileViTv2）',
      summary: '用每个位置的一个得分把全图汇成一个向量，再用它缩放每个位置的值。',
      advice: '面向移动端的全局上下文：代价随位置数线性增长，只有逐元素乘法。',
      cost: '3·c² 个参数，3·c²·n 次乘加',
    },
  },
  args: { d_model: inputChannels('optional') },
  build: ({ d_model: c }) => ({
    fc_i: nn.Linear(c, 1),
    fc_k: nn.Linear(c, c),
    fc_v: nn.Linear(c, c),
    fc_o: nn.Linear(c, c),
  }),
  forward({ fc_i, fc_k, fc_v, fc_o }, x) {
    const places = placesOf(x)
    const context = fc_i(places).softmax(1).mul(fc_k(places)).sum(1, true)
    return mapOf(fc_o(fc_v(places).mul(context)), x)
  },
})
