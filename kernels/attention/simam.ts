import { defineBlock, dim, float, optionalInt } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

/** Weighs every value by how far it stands out from its channel. https://proceedings.mlr.press/v139/yang21o.html */
export const SimAM = defineBlock('SimAM', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Weighs every value by how far it stands out from its channel. Has no parameters.',
    source: 'https://proceedings.mlr.press/v139/yang21o.html',
    paper: 'SimAM: A Simple, Parameter-Free Attention Module for Convolutional Neural Networks',
    aliases: ['simam_module', 'SimAM_Module'],
    advice:
      'Nothing to train and nothing to transfer: a pretrained model keeps every weight. Divides by h·w − 1, so a map of one place gives no number.',
    cost: 'no parameters, a few operations a value',
    demands: 'A map of more than one place.',
    sizeFree: true,
    zh: {
      name: '无参注意力',
      summary: '按每个值在所在通道中的突出程度加权，没有任何参数。',
      advice: '无需训练也无需迁移，预训练权重全部保留；会除以 h·w − 1，单格特征图上得不到数值。',
      cost: '无参数，每个值几次运算',
      demands: '特征图多于一个位置。',
    },
  },
  args: { channels: optionalInt(), e_lambda: float(1e-4) },
  build: () => ({ activaton: nn.Sigmoid() }),
  forward({ activaton }, x, f, { e_lambda }) {
    const n = f.sizeOf(dim.sub(dim.mul(x.size(2), x.size(3)), 1))
    const difference = x.sub(x.mean([2, 3], true))
    const away = difference.mul(difference)
    const variance = away.sum([2, 3], true).div(n)
    return x.mul(activaton(away.div(variance.add(e_lambda).mul(4)).add(0.5)))
  },
})
