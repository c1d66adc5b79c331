import { type Tensor, defineBlock, float, init, inputChannels, int, param } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { mapOf, placesOf } from './places'

/** Attention without softmax: keys meet values first. https://arxiv.org/abs/2109.14382 */
export const UFOAttention = defineBlock('UFOAttention', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Attention without softmax: keys meet values first, and vectors are brought to length one.',
    source: 'https://arxiv.org/abs/2109.14382',
    paper: 'UFO-ViT: High Performance Linear Vision Transformer without Softmax',
    aliases: ['UFO', 'UFOViT'],
    advice: 'Linear in the places, so it fits large maps. Divides by lengths, which needs care in half precision.',
    cost: '4·c·h·d parameters; 2·h·d²·n multiply-accumulates besides them',
    sizeFree: true,
    zh: {
      name: 'UFO 线性注意力',
      summary: '没有 softmax 的注意力：键先与值相乘，向量归一化到单位长度。',
      advice: '代价随位置数线性增长，适合大特征图；要除以长度，半精度时需注意。',
      cost: '4·c·h·d 个参数；另需 2·h·d²·n 次乘加',
    },
  },
  args: { d_model: inputChannels(), d_k: int(64), d_v: int(64), h: int(8), dropout: float(0.1) },
  build: ({ d_model: c, d_k, d_v, h, dropout }) => ({
    gamma: param([1, h, 1, 1], init.normal(1)),
    fc_q: nn.Linear(c, h * d_k),
    fc_k: nn.Linear(c, h * d_k),
    fc_v: nn.Linear(c, h * d_v),
    fc_o: nn.Linear(h * d_v, c),
    dropout: nn.Dropout(dropout),
  }),
  forward({ gamma, fc_q, fc_k, fc_v, fc_o }, x, _, { h }) {
    const places = placesOf(x)
    const heads = (t: Tensor) => t.rearrange('b n (m d) -> b m n d', { m: h })
    const unit = (t: Tensor) => t.mul(gamma).div(t.mul(t).sum(-1, true).sqrt())
    const [q, k, v] = [heads(fc_q(places)), heads(fc_k(places)), heads(fc_v(places))]
    const y = unit(q).matmul(unit(k.transpose(2, 3).matmul(v)))
    return mapOf(fc_o(y.rearrange('b m n d -> b n (m d)')), x)
  },
})
