import { defineBlock, float, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

/** Class scores of a map: the mean over places and part of the largest. https://arxiv.org/abs/2108.02456 */
export const ResidualAttention = defineBlock('ResidualAttention', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Class scores of a map: the mean over places plus a part of the largest. Gives one vector, not a map.',
    source: 'https://arxiv.org/abs/2108.02456',
    paper: 'Residual Attention: A Simple but Effective Method for Multi-Label Recognition',
    aliases: ['CSRA'],
    advice: 'For the end of a classifier with several labels. No row that expects a map can read it.',
    cost: 'c·classes parameters, c·classes·n multiply-accumulates',
    sizeFree: true,
    zh: {
      name: '残差注意力（CSRA）',
      summary: '特征图的类别得分：各位置均值加上最大值的一部分；输出是向量而不是特征图。',
      advice: '用于多标签分类器的末端；需要特征图的行不能读它。',
      cost: 'c·类别数 个参数，c·类别数·n 次乘加',
    },
  },
  args: { channel: inputChannels(), num_class: int(1000), la: float(0.2) },
  build: ({ channel: c, num_class }) => ({ fc: nn.Conv2d(c, num_class, 1, { bias: false }) }),
  forward({ fc }, x, _, { la }) {
    const scores = fc(x).flatten(2)
    return scores.mean(2).add(scores.amax(2).mul(la))
  },
})
