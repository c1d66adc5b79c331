/** Double attention. https://arxiv.org/abs/1810.11579 */
import { type About, type Module, type Tensor, bool, defineBlock, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { formOf } from './form'
import { mapOfChannels } from './places'

const about: About = {
  category: 'attention',
  summary: 'Gathers the map into a few descriptors by attention over places, then hands them out to the places again.',
  source: 'https://arxiv.org/abs/1810.11579',
  paper: 'A²-Nets: Double Attention Networks',
  aliases: ['A2Net', 'A2Attention', 'DoubleAttentionLayer'],
  advice: 'Global context that is linear in the places. Lower c_m and c_n where channels are few.',
  cost: '2·c·c_m + 2·c·c_n parameters, as many multiply-accumulates times n, and 2·c_m·c_n·n',
  sizeFree: true,
  zh: {
    name: '双重注意力（A²-Net）',
    summary: '先用位置注意力把特征图汇集成若干描述子，再分发回各个位置。',
    advice: '全局上下文而代价随位置数线性增长；通道少时应调小 c_m 与 c_n。',
    cost: '2·c·c_m + 2·c·c_n 个参数，乘加数为其 n 倍，另加 2·c_m·c_n·n',
  },
}

const args = { in_channels: inputChannels(), c_m: int(128), c_n: int(128), reconstruct: bool(true) }

const build = ({ in_channels: c, c_m, c_n, reconstruct }: { in_channels: number; c_m: number; c_n: number; reconstruct: boolean }) => ({
  convA: nn.Conv2d(c, c_m, 1),
  convB: nn.Conv2d(c, c_n, 1),
  convV: nn.Conv2d(c, c_n, 1),
  conv_reconstruct: reconstruct ? nn.Conv2d(c_m, c, 1) : null,
})

type Step = Module<Tensor, Tensor>
interface Layers {
  readonly convA: Step
  readonly convB: Step
  readonly convV: Step
  readonly conv_reconstruct: Step | null
}

/** `axis` of [b, c, places] is what both softmaxes run over. */
function attend({ convA, convB, convV, conv_reconstruct }: Layers, x: Tensor, axis: number): Tensor {
  const gather = convB(x).flatten(2).softmax(axis)
  const handOut = convV(x).flatten(2).softmax(axis)
  const y = mapOfChannels(convA(x).flatten(2).matmul(gather.transpose(1, 2)).matmul(handOut), x)
  return conv_reconstruct === null ? y : conv_reconstruct(y)
}

export const DoubleAttentionFixed = defineBlock('DoubleAttentionFixed', {
  library: 'graft',
  about,
  args,
  build,
  forward: (m, x) => attend(m, x, -1),
})

/** As published, where a softmax without an axis runs over the images of the batch. */
export const DoubleAttention = defineBlock('DoubleAttention', {
  library: 'graft',
  about: formOf(about, {
    of: 'DoubleAttentionFixed',
    differs: 'The copied code, whose softmax runs over the images of the batch.',
    zh: {
      differs: '流传的代码，其 softmax 作用在批次的图像上。',
      broken: '发布的代码中 softmax 未指定轴，作用在批次的图像上：单张图像时所有权重为 1，同批图像互相影响。',
    },
    broken: {
      why: 'As published its softmax has no axis and runs over the images of the batch: for one image all weights are 1, and images of a batch change each other.',
      instead: 'DoubleAttentionFixed',
    },
  }),
  args,
  build,
  forward: (m, x) => attend(m, x, 0),
})
