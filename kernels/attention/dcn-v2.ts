import {
  type Dim,
  type Frame,
  type Tensor,
  bool,
  channels,
  defineBlock,
  dim,
  init,
  inputChannels,
  int,
  optionalInt,
  param,
} from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { withTensors } from '../layers/with-tensors'
import { conv } from '../ops/conv'
import { gridSample } from '../ops/select'

interface Kernel {
  readonly kernel_size: number
  readonly stride: number
  readonly dilation: number
  readonly padding: number
}

/** Where the k² cells of a kernel read along an axis without offsets; `of` says a cell's index along it. [1, k², size, 1] or [1, k², 1, size]. */
function regular(f: Frame, { kernel_size: k, stride, dilation, padding }: Kernel, size: Dim, axis: 2 | 3): Tensor {
  const cells = Array.from({ length: k * k }, (_, i) => (axis === 2 ? Math.floor(i / k) : i % k) * dilation - padding)
  const starts = f.arange(size).mul(stride)
  return f.constant(cells, [1, k * k, 1, 1]).add(axis === 2 ? starts.reshape(1, 1, size, 1) : starts.reshape(1, 1, 1, size))
}

/** A convolution whose kernel cells each read where an offset sends them, weighted by a mask. https://arxiv.org/abs/1811.11168 */
export const DCNv2 = defineBlock('DCNv2', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'A convolution whose kernel cells each read where an offset sends them, weighted by a mask; then norm and activation.',
    source: 'https://arxiv.org/abs/1811.11168',
    paper: 'Deformable ConvNets v2: More Deformable, Better Results',
    aliases: ['DCN', 'DCNv2Conv', 'ModulatedDeformConv', 'DeformConv2d'],
    advice: 'For objects that bend or turn. Trains slower than it looks: sampling is bound by memory. Keep it to the deep levels.',
    cost: 'k²·c1·c2 + 3·k⁴·c1 parameters, as many multiply-accumulates times n, and 4·k²·c1·n for sampling',
    demands: 'Channels divisible by groups and deformable_groups.',
    sizeFree: true,
    zh: {
      name: '可变形卷积 v2',
      summary: '卷积核的每一格按偏移量取样，并由掩码加权，之后归一化并激活。',
      advice: '适合会弯曲或旋转的目标；取样受内存限制，训练比看上去慢，宜放在深层。',
      cost: 'k²·c1·c2 + 3·k⁴·c1 个参数，乘加数为其 n 倍，另加采样的 4·k²·c1·n',
      demands: '通道数能被 groups 和 deformable_groups 整除。',
    },
  },
  args: {
    in_channels: inputChannels(),
    out_channels: channels({ likeInput: true }),
    kernel_size: int(3),
    stride: int(1),
    padding: optionalInt(),
    groups: int(1),
    dilation: int(1),
    act: bool(true),
    deformable_groups: int(1),
  },
  build({ in_channels: c1, out_channels: c2, kernel_size: k, stride, padding, groups, dilation, act, deformable_groups: parts }) {
    const bound = init.uniform(1 / Math.sqrt(c1 * k * k))
    const offsets = nn.Conv2d(c1, parts * 3 * k * k, k, stride, padding ?? reach(k, dilation), dilation)
    const still = { weight: param([parts * 3 * k * k, c1, k, k], init.zeros), bias: param([parts * 3 * k * k], init.zeros) }
    return {
      weight: param([c2, c1 / groups, k, k], bound),
      bias: param([c2], init.zeros),
      conv_offset_mask: withTensors(offsets, still),
      bn: nn.BatchNorm2d(c2),
      act: act ? nn.SiLU() : nn.Identity(),
    }
  },
  forward(m, x, f, { kernel_size: k, stride, padding, groups, dilation, deformable_groups: p }) {
    const kernel = { kernel_size: k, stride, dilation, padding: padding ?? reach(k, dilation) }
    const [first, second, mask] = m.conv_offset_mask(x).chunk(3, 1) as [Tensor, Tensor, Tensor]
    const offsets = f.concat([first, second], 1).rearrange('b (p k two) h w -> (b p) k two h w', { p, two: 2 })
    const [y, across] = ([2, 3] as const).map((axis) => {
      const at = offsets.select(2, axis - 2).add(regular(f, kernel, mask.size(axis), axis))
      return at
        .mul(2)
        .div(f.sizeOf(dim.max(dim.sub(x.size(axis), 1), 1)))
        .sub(1)
    }) as [Tensor, Tensor]
    const grid = f.stack([across, y], 4).rearrange('n k h w two -> n (k h) w two')
    const read = gridSample([x.rearrange('b (p c) h w -> (b p) c h w', { p }), grid], { alignCorners: true })
    const weighed = read
      .rearrange('n c (k h) w -> n c k h w', { k: k * k })
      .mul(mask.sigmoid().rearrange('b (p k) h w -> (b p) k h w', { p }).unsqueeze(1))
      .rearrange('(b p) c k h w -> b (p c k) h w', { p })
    const once = { stride: [1, 1], padding: [0, 0], dilation: [1, 1], groups }
    return m.act(m.bn(conv([weighed, m.weight.flatten(1).unsqueeze(2).unsqueeze(3), m.bias], once)))
  },
})

/** The padding that keeps the size. */
function reach(kernel: number, dilation: number): number {
  return Math.floor((dilation * (kernel - 1) + 1) / 2)
}
