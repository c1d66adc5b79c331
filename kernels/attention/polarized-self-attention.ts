/** Polarized self-attention. https://arxiv.org/abs/2107.00782 */
import { type About, type Module, type Tensor, defineBlock, inputChannels } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { formOf } from './form'
import { mapOfChannels } from './places'

const about: About = {
  category: 'attention',
  summary: 'A gate over channels and a gate over places, each from attention that sums up the other axis.',
  source: 'https://arxiv.org/abs/2107.00782',
  paper: 'Polarized Self-Attention: Towards High-quality Pixel-wise Regression',
  aliases: ['PolarizedSelfAttention', 'ParallelPSA'],
  advice: 'Made for tasks that need exact positions, such as keypoints and masks. Middling cost, free of the n² of full attention.',
  cost: '2·c² + 3.5·c parameters, 1.5·c²·n multiply-accumulates',
  demands: 'An even number of channels.',
  sizeFree: true,
  zh: {
    name: '极化自注意力',
    summary: '一个通道门和一个空间门，各由汇总另一轴的注意力得到。',
    advice: '为关键点、分割等需要精确位置的任务设计；代价中等，没有全局注意力的 n²。',
    cost: '2·c² + 3.5·c 个参数，1.5·c²·n 次乘加',
    demands: '通道数为偶数。',
  },
}

const build = ({ channel: c }: { readonly channel: number }) => {
  const half = Math.floor(c / 2)
  return {
    ch_wv: nn.Conv2d(c, half, 1),
    ch_wq: nn.Conv2d(c, 1, 1),
    softmax_channel: nn.Softmax(1),
    softmax_spatial: nn.Softmax(-1),
    ch_wz: nn.Conv2d(half, c, 1),
    ln: nn.LayerNorm(c),
    sigmoid: nn.Sigmoid(),
    sp_wv: nn.Conv2d(c, half, 1),
    sp_wq: nn.Conv2d(c, half, 1),
    agp: nn.AdaptiveAvgPool2d(1),
  }
}
type Layers = { [K in keyof ReturnType<typeof build>]: Module<Tensor, Tensor> }

function gateChannels(m: Layers, x: Tensor): Tensor {
  const places = m.softmax_channel(m.ch_wq(x).rearrange('b 1 h w -> b (h w) 1'))
  const seen = m.ch_wz(m.ch_wv(x).flatten(2).matmul(places).unsqueeze(3))
  const gate = m.sigmoid(m.ln(seen.rearrange('b c 1 1 -> b 1 c')))
  return x.mul(gate.rearrange('b 1 c -> b c 1 1'))
}

function gatePlaces(m: Layers, x: Tensor): Tensor {
  const channels = m.softmax_spatial(m.agp(m.sp_wq(x)).rearrange('b c 1 1 -> b 1 c'))
  return x.mul(mapOfChannels(m.sigmoid(channels.matmul(m.sp_wv(x).flatten(2))), x))
}

export const ParallelPolarizedSelfAttention = defineBlock('ParallelPolarizedSelfAttention', {
  library: 'graft',
  about,
  args: { channel: inputChannels('optional') },
  build,
  forward: (m, x) => gatePlaces(m, x).add(gateChannels(m, x)),
})

/** One gate behind the other: channels first. */
export const SequentialPolarizedSelfAttention = defineBlock('SequentialPolarizedSelfAttention', {
  library: 'graft',
  about: formOf(about, {
    of: 'ParallelPolarizedSelfAttention',
    differs: 'The gates stand one behind the other, channels first.',
    zh: { differs: '两个门前后串联，通道门在前。' },
  }),
  args: { channel: inputChannels('optional') },
  build,
  forward: (m, x) => gatePlaces(m, gateChannels(m, x)),
})
