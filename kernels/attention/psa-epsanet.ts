import { type Module, ShapeError, type Tensor, defineBlock, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { times } from '../layers/times'

type Step = Module<Tensor, Tensor>

/** Parts of the channels, each convolved with a larger kernel and weighed by squeeze and excitation. https://arxiv.org/abs/2105.14447 */
export const PSA_EPSANet = defineBlock('PSA_EPSANet', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Divides the channels into parts, convolves each with a larger kernel, and lets squeeze and excitation weigh them.',
    source: 'https://arxiv.org/abs/2105.14447',
    paper: 'EPSANet: An Efficient Pyramid Squeeze Attention Block on Convolutional Neural Network',
    aliases: ['EPSA', 'EPSANet', 'PSAModule', 'PyramidSqueezeAttention'],
    advice: 'Several receptive fields in one layer. Not the PSA of YOLOv10. Kernels up to 9×9 make it slow on large maps.',
    cost: '164·c²/16 parameters, as many multiply-accumulates times n, with four parts',
    demands: 'Channels divisible by S.',
    sizeFree: true,
    zh: {
      name: '金字塔挤压注意力',
      summary: '把通道分成几份，分别用越来越大的卷积核卷积，再用 SE 为各份加权。',
      advice: '一层内有多种感受野；与 YOLOv10 的 PSA 不是一回事。最大 9×9 的卷积核在大特征图上较慢。',
      cost: '分四份时 164·c²/16 个参数，乘加数为其 n 倍',
      demands: '通道数能被 S 整除。',
    },
  },
  args: { channel: inputChannels('optional'), reduction: int(4), S: int(4) },
  build({ channel, reduction, S }) {
    if (S < 1 || channel % S !== 0) throw new ShapeError('arg.value', `PSA_EPSANet: ${channel} channels cannot be divided into ${S} parts`)
    const [c, hidden] = [channel / S, Math.floor(channel / (S * reduction))]
    return {
      convs: nn.ModuleList(times(S, (i) => nn.Conv2d(c, c, 2 * i + 3, 1, i + 1))),
      se_blocks: nn.ModuleList(
        times(
          S,
          () =>
            nn.Sequential([
              nn.AdaptiveAvgPool2d(1),
              nn.Conv2d(c, hidden, 1, { bias: false }),
              nn.ReLU(),
              nn.Conv2d(hidden, c, 1, { bias: false }),
              nn.Sigmoid(),
            ]) as Step,
        ),
      ),
      softmax: nn.Softmax(1),
    }
  },
  forward({ convs, se_blocks, softmax }, x, f, { S }) {
    const parts = x.chunk(S, 1).map((part, i) => convs[i]!(part))
    const maps = f.stack(parts, 1)
    const gates = f.stack(
      parts.map((part, i) => se_blocks[i]!(part)),
      1,
    )
    return maps.mul(softmax(gates.expand(...maps.shape))).rearrange('b s c h w -> b (s c) h w')
  },
})
