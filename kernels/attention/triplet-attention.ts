import { bool, defineBlock } from '../../graph-core/symbolic'
import { AttentionGate } from './plane-gate'

/** Three gates, one over each pair of axes, and their mean. https://arxiv.org/abs/2010.03045 */
export const TripletAttention = defineBlock('TripletAttention', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Three gates, one over each pair of the axes channel, row and column, and their mean.',
    source: 'https://arxiv.org/abs/2010.03045',
    paper: 'Rotate to Attend: Convolutional Triplet Attention Module',
    aliases: ['Triplet', 'TripletAtt'],
    advice: 'Relates channels to rows and columns with 300 parameters in all. Its transposes take time on large maps.',
    cost: '300 parameters, 98·(c·w + c·h + n) multiply-accumulates',
    sizeFree: true,
    zh: {
      name: '三重注意力',
      summary: '在通道、行、列三个轴的每一对上各做一个门，再取平均。',
      advice: '总共只用 300 个参数就把通道与行列联系起来；转置在大特征图上耗时。',
      cost: '300 个参数，98·(c·w + c·h + n) 次乘加',
    },
  },
  args: { no_spatial: bool(false) },
  build: ({ no_spatial }, env) => ({
    cw: AttentionGate(env),
    hc: AttentionGate(env),
    hw: no_spatial ? null : AttentionGate(env),
  }),
  forward({ cw, hc, hw }, x) {
    const two = cw(x.transpose(1, 2))
      .transpose(1, 2)
      .add(hc(x.transpose(1, 3)).transpose(1, 3))
    return hw === null ? two.mul(1 / 2) : two.add(hw(x)).mul(1 / 3)
  },
})
