import { type Module, type Tensor, defineBlock, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { mapOfChannels } from './places'

type Step = Module<Tensor, Tensor>

/** Static context from a grouped convolution leads attention over all places. https://arxiv.org/abs/2107.12292 */
export const CoTAttention = defineBlock('CoTAttention', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'A grouped convolution gives static context; it and the map give weights over all places, which scale the values.',
    source: 'https://arxiv.org/abs/2107.12292',
    paper: 'Contextual Transformer Networks for Visual Recognition',
    aliases: ['CoT', 'CoTNet', 'CotLayer'],
    advice:
      'A stand-in for a 3×3 convolution in deep stages. Its last pointwise layer makes k² values a channel, which takes memory on large maps.',
    cost: '8.75·c² parameters and 8.75·c²·n multiply-accumulates at k = 3',
    demands: 'Channels divisible by 4.',
    sizeFree: true,
    zh: {
      name: '上下文变换注意力',
      summary: '分组卷积提取静态上下文，再与特征图一起得到覆盖所有位置的权重。',
      advice: '可替代深层的 3×3 卷积；最后一层每通道产生 k² 个值，在大特征图上很占内存。',
      cost: 'k = 3 时 8.75·c² 个参数，8.75·c²·n 次乘加',
      demands: '通道数能被 4 整除。',
    },
  },
  args: { dim: inputChannels('optional'), kernel_size: int(3) },
  build({ dim: c, kernel_size: k }) {
    const hidden = Math.floor((2 * c) / 4)
    return {
      key_embed: nn.Sequential([
        nn.Conv2d(c, c, k, 1, Math.floor(k / 2), { groups: 4, bias: false }),
        nn.BatchNorm2d(c),
        nn.ReLU(),
      ]) as Step,
      value_embed: nn.Sequential([nn.Conv2d(c, c, 1, { bias: false }), nn.BatchNorm2d(c)]) as Step,
      attention_embed: nn.Sequential([
        nn.Conv2d(2 * c, hidden, 1, { bias: false }),
        nn.BatchNorm2d(hidden),
        nn.ReLU(),
        nn.Conv2d(hidden, k * k * c, 1),
      ]) as Step,
    }
  },
  forward({ key_embed, value_embed, attention_embed }, x, f, { kernel_size: k }) {
    const fixed = key_embed(x)
    const energy = attention_embed(f.concat([fixed, x], 1)).rearrange('b (c k) h w -> b c k (h w)', { k: k * k })
    const weighed = energy.mean(2).softmax(-1).mul(value_embed(x).flatten(2))
    return fixed.add(mapOfChannels(weighed, x))
  },
})
