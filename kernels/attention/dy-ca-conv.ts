import { type Module, type Tensor, channels, defineBlock, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { axisGates, gatesOf } from './coord-att'

type Step = Module<Tensor, Tensor>

/** Coordinate attention whose two gates are weighted by the channel means, before a convolution. */
export const DyCAConv = defineBlock('DyCAConv', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Coordinate attention whose two gates are added, weighted by what the channel means say, before a convolution.',
    source: 'https://arxiv.org/abs/2103.02907',
    paper: 'Coordinate Attention for Efficient Mobile Network Design',
    aliases: ['DyCAConv2d'],
    advice: 'A drop-in for a strided Conv: it may change channels and size. The convolution is most of its cost.',
    cost: 'k²·c1·c2 parameters and those of CoordAtt, k²·c1·c2·n multiply-accumulates',
    sizeFree: true,
    zh: {
      name: '动态坐标注意力卷积',
      summary: '两个坐标注意力门按通道均值给出的权重相加，再做卷积。',
      advice: '可直接替换带步长的 Conv，能改变通道与尺寸；主要代价在卷积。',
      cost: 'k²·c1·c2 个参数及 CoordAtt 的参数，k²·c1·c2·n 次乘加',
    },
  },
  args: { inp: inputChannels(), oup: channels({ likeInput: true }), kernel_size: int(3), stride: int(1), reduction: int(32) },
  build: ({ inp, oup, kernel_size: k, stride, reduction }, env) => ({
    ...axisGates(env, inp, inp, reduction),
    conv: nn.Sequential([nn.Conv2d(inp, oup, k, stride, Math.floor(k / 2)), nn.BatchNorm2d(oup), nn.SiLU()]) as Step,
    dynamic_weight_fc: nn.Sequential([nn.Linear(inp, 2), nn.Softmax(1)]) as Step,
  }),
  forward(m, x, f) {
    const [alongH, alongW] = gatesOf(m, x, f)
    const shares = m
      .dynamic_weight_fc(x.mean([2, 3]))
      .unsqueeze(2)
      .unsqueeze(3)
    const [forW, forH] = shares.split([1, 1], 1) as [Tensor, Tensor]
    return m.conv(x.mul(alongW.mul(forW).add(alongH.mul(forH))))
  },
})
