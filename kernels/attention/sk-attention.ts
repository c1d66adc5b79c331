import { type Module, type Tensor, defineBlock, inputChannels, int, ints } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

type Step = Module<Tensor, Tensor>

/** Convolves with kernels of several sizes and chooses between them, channel by channel. https://arxiv.org/abs/1903.06586 */
export const SKAttention = defineBlock('SKAttention', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Convolves with kernels of several sizes and lets the means of their sum choose between them, channel by channel.',
    source: 'https://arxiv.org/abs/1903.06586',
    paper: 'Selective Kernel Networks',
    aliases: ['SK', 'SKNet', 'SKConv'],
    advice:
      'Adapts the receptive field to the image. With full 1, 3, 5 and 7 kernels it is the dearest block here: raise group, or take two kernels.',
    cost: '84·c²/g parameters with the default kernels, as many multiply-accumulates times n',
    demands: 'Channels divisible by group.',
    sizeFree: true,
    zh: {
      name: '选择性卷积核注意力',
      summary: '用几种大小的卷积核分别卷积，由它们之和的均值逐通道决定各占多少。',
      advice: '感受野随图像自适应；默认用 1、3、5、7 四个完整卷积核，代价极高，可增大 group 或只用两个核。',
      cost: '默认卷积核下 84·c²/g 个参数，乘加数为其 n 倍',
      demands: '通道数能被 group 整除。',
    },
  },
  args: { channel: inputChannels('optional'), kernels: ints([1, 3, 5, 7]), reduction: int(16), group: int(1), L: int(32) },
  build({ channel: c, kernels, reduction, group, L }) {
    const hidden = Math.max(L, Math.floor(c / reduction))
    return {
      convs: nn.ModuleList(
        kernels.map(
          (k) =>
            nn.Sequential({
              conv: nn.Conv2d(c, c, k, 1, Math.floor(k / 2), { groups: group }),
              bn: nn.BatchNorm2d(c),
              relu: nn.ReLU(),
            }) as Step,
        ),
      ),
      fc: nn.Linear(c, hidden),
      fcs: nn.ModuleList(kernels.map(() => nn.Linear(hidden, c))),
      softmax: nn.Softmax(0),
    }
  },
  forward({ convs, fc, fcs, softmax }, x, f) {
    const maps = convs.map((conv) => conv(x))
    const hidden = fc(maps.reduce((a, b) => a.add(b)).mean([2, 3]))
    const weights = softmax(
      f.stack(
        fcs.map((each) => each(hidden).unsqueeze(2).unsqueeze(3)),
        0,
      ),
    )
    return f.stack(maps, 0).mul(weights).sum(0)
  },
})
