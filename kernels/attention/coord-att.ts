import { type Env, type Frame, type Module, type Tensor, channels, defineBlock, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { HSwish } from './hard-swish'

type Step = Module<Tensor, Tensor>

/** What makes two gates of the means along either axis: they pass one small layer together. */
export function axisGates(env: Env, c1: number, c2: number, reduction: number) {
  const hidden = Math.max(8, Math.floor(c1 / reduction))
  return {
    pool_h: nn.AdaptiveAvgPool2d([null, 1]),
    pool_w: nn.AdaptiveAvgPool2d([1, null]),
    conv1: nn.Conv2d(c1, hidden, 1),
    bn1: nn.BatchNorm2d(hidden),
    act: HSwish(env),
    conv_h: nn.Conv2d(hidden, c2, 1),
    conv_w: nn.Conv2d(hidden, c2, 1),
  }
}

/** The gates [b, c, h, 1] and [b, c, 1, w] of a map. */
export function gatesOf(m: { [K in keyof ReturnType<typeof axisGates>]: Step }, x: Tensor, f: Frame): readonly [Tensor, Tensor] {
  const axes = m.act(m.bn1(m.conv1(f.concat([m.pool_h(x), m.pool_w(x).transpose(2, 3)], 2))))
  const [alongH, alongW] = axes.split([x.size(2), x.size(3)], 2) as [Tensor, Tensor]
  return [m.conv_h(alongH).sigmoid(), m.conv_w(alongW.transpose(2, 3)).sigmoid()]
}

/** Weighs rows and columns of each channel. https://arxiv.org/abs/2103.02907 */
export const CoordAtt = defineBlock('CoordAtt', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Weighs rows and columns of each channel: the means along either axis become two gates.',
    source: 'https://arxiv.org/abs/2103.02907',
    paper: 'Coordinate Attention for Efficient Mobile Network Design',
    aliases: ['CA', 'CoordAttention', 'CABlock', 'CoordAtten'],
    advice: 'Keeps positions that plain channel gates lose, at hardly any cost. A safe first choice for small models.',
    cost: '3·c²/32 parameters (hidden layer at least 8 wide), work only along h + w',
    sizeFree: true,
    zh: {
      name: '坐标注意力',
      summary: '沿两个轴取均值，得到两组门，为每个通道的行与列加权。',
      advice: '保留了普通通道注意力丢失的位置信息，代价极小，适合小模型首选。',
      cost: '3·c²/32 个参数（隐藏层至少 8 通道），计算只与 h + w 成正比',
    },
  },
  args: { inp: inputChannels(), oup: channels({ likeInput: true }), reduction: int(32) },
  build: ({ inp, oup, reduction }, env) => axisGates(env, inp, oup, reduction),
  forward(m, x, f) {
    const [alongH, alongW] = gatesOf(m, x, f)
    return x.mul(alongW).mul(alongH)
  },
})
