import {
  type Module,
  ShapeError,
  type Tensor,
  bool,
  defineBlock,
  float,
  hintOf,
  inputChannels,
  int,
  optionalInt,
} from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { mapOf, placesOf } from './places'

type Step = Module<Tensor, Tensor>

/**
 * Attention whose keys and values are taken from a map shrunk by a strided convolution. https://arxiv.org/abs/2105.13677
 * The authors' code is told the size of its map as H and W; without them it takes maps of any size here.
 */
export const EMSA = defineBlock('EMSA', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Attention whose keys and values are taken from a map shrunk by a strided convolution.',
    source: 'https://arxiv.org/abs/2105.13677',
    paper: 'ResT: An Efficient Transformer for Visual Recognition',
    aliases: ['ResT', 'EfficientMultiHeadSelfAttention'],
    advice: 'Full attention at 1/ratio² of its memory. Its authors’ code is told the map’s size; leave H and W out to take any.',
    cost: '4·c·h·d parameters; 2·h·d·n²/ratio² multiply-accumulates besides them',
    demands: 'A map larger than one place; where H and W are written, of exactly that size.',
    sizeFree: true,
    zh: {
      name: '高效多头自注意力（ResT）',
      summary: '键和值取自被跨步卷积缩小的特征图。',
      advice: '内存只有全局注意力的 1/ratio²；原作者代码要写明尺寸，省略 H 和 W 即可用于任意尺寸。',
      cost: '4·c·h·d 个参数；另需 2·h·d·n²/ratio² 次乘加',
      demands: '特征图多于一个位置；写明 H 和 W 时须恰好是该尺寸。',
    },
  },
  args: {
    d_model: inputChannels(),
    d_k: int(64),
    d_v: int(64),
    h: int(8),
    dropout: float(0.1),
    H: optionalInt(),
    W: optionalInt(),
    ratio: int(3),
    apply_transform: bool(true),
  },
  build({ d_model: c, d_k, d_v, h, dropout, ratio, apply_transform }) {
    const shrinks = ratio > 1
    const transform = () => nn.Sequential({ conv: nn.Conv2d(h, h, 1), softmax: nn.Softmax(-1), in: nn.InstanceNorm2d(h) }) as Step
    return {
      fc_q: nn.Linear(c, h * d_k),
      fc_k: nn.Linear(c, h * d_k),
      fc_v: nn.Linear(c, h * d_v),
      fc_o: nn.Linear(h * d_v, c),
      dropout: nn.Dropout(dropout),
      sr: shrinks ? nn.Sequential([]) : null,
      sr_conv: shrinks ? nn.Conv2d(c, c, ratio + 1, ratio, Math.floor(ratio / 2), { groups: c }) : null,
      sr_ln: shrinks ? nn.LayerNorm(c) : null,
      transform: apply_transform && h > 1 ? transform() : null,
    }
  },
  forward({ fc_q, fc_k, fc_v, fc_o, dropout, sr_conv, sr_ln, transform }, x, f, { h, d_k, H, W }) {
    const [height, width] = [x.size(2), x.size(3)]
    const fits = [
      [height, H],
      [width, W],
    ] as const
    if (!fits.every(([size, expected]) => expected === null || f.trace.same(size, expected, 'EMSA'))) {
      throw new ShapeError('shape.mismatch', `EMSA is built for a map of ${H}×${W}, got ${hintOf(height)}×${hintOf(width)}`)
    }
    const heads = (t: Tensor) => t.rearrange('b n (m d) -> b m n d', { m: h })
    const places = placesOf(x)
    const small = sr_conv === null ? places : sr_ln!(placesOf(sr_conv(x)))
    const energy = heads(fc_q(places))
      .matmul(heads(fc_k(small)).transpose(2, 3))
      .div(Math.sqrt(d_k))
    const weights = dropout(transform === null ? energy.softmax(-1) : transform(energy))
    return mapOf(fc_o(weights.matmul(heads(fc_v(small))).rearrange('b m n d -> b n (m d)')), x)
  },
})
