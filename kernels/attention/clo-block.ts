/** The block of CloFormer. https://arxiv.org/abs/2303.17803 */
import {
  type Module,
  type Tensor,
  bool,
  channels,
  defineBlock,
  float,
  inputChannels,
  int,
  ints,
  optionalInt,
} from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { CloAttention } from './clo-attention'

type Step = Module<Tensor, Tensor>

/** Leaves out a whole branch for some images while training. */
const DropPath = defineBlock('DropPath', { library: 'graft', args: { p: float(0) }, build: () => ({}), forward: (_, x) => x })

/** Two pointwise convolutions with a depthwise one between them, which may halve the map. */
export const CloConvFFN = defineBlock('CloConvFFN', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Two pointwise convolutions with a depthwise one between them: the feed-forward half of CloFormer’s block.',
    source: 'https://arxiv.org/abs/2303.17803',
    paper: 'Rethinking Local Perception in Lightweight Vision Transformer',
    advice: 'Put it behind an attention block, which it lets mix channels.',
    cost: '2·c·hidden + k²·hidden parameters, as many multiply-accumulates times n',
    sizeFree: true,
    zh: {
      name: 'CloFormer 卷积前馈层',
      summary: '两个逐点卷积夹一个深度卷积，是 CloFormer 块的前馈部分。',
      advice: '接在注意力之后，用来混合通道。',
      cost: '2·c·hidden + k²·hidden 个参数，乘加数为其 n 倍',
    },
  },
  args: {
    in_channels: inputChannels(),
    hidden_channels: int(256),
    kernel_size: int(5),
    stride: int(1),
    out_channels: optionalInt(),
    drop_out: float(0),
  },
  declared: ({ in_channels, out_channels }) => out_channels ?? in_channels,
  build: ({ in_channels: c, hidden_channels: hidden, kernel_size: k, stride, out_channels, drop_out }) => ({
    fc1: nn.Conv2d(c, hidden, 1),
    act: nn.GELU(),
    dwconv: nn.Conv2d(hidden, hidden, k, stride, Math.floor(k / 2), { groups: hidden }),
    fc2: nn.Conv2d(hidden, out_channels ?? c, 1),
    drop: nn.Dropout(drop_out),
  }),
  forward: ({ fc1, act, dwconv, fc2, drop }, x) => drop(fc2(drop(dwconv(act(fc1(x)))))),
})

/** CloAttention and a convolutional feed-forward layer, each behind a normalisation and beside a shortcut. */
export const CloBlock = defineBlock('CloBlock', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'CloAttention and a convolutional feed-forward layer, each behind a normalisation and beside a shortcut.',
    source: 'https://arxiv.org/abs/2303.17803',
    paper: 'Rethinking Local Perception in Lightweight Vision Transformer',
    aliases: ['EfficientBlock', 'CloLayer', 'Clo'],
    advice: 'A whole transformer block in place of a stage; stride 2 makes it shrink the map. Needs maps that windows divide.',
    cost: 'that of CloAttention and 8·c² + 100·c parameters',
    demands: 'Height and width divisible by window_size.',
    sizeFree: false,
    zh: {
      name: 'CloFormer 块',
      summary: 'CloAttention 加卷积前馈层，各自先归一化并带捷径。',
      advice: '可替代一个阶段的完整变换器块，步长 2 时缩小特征图；特征图须能被窗口整除。',
      cost: 'CloAttention 的开销，另加 8·c² + 100·c 个参数',
      demands: '高和宽能被 window_size 整除。',
    },
  },
  args: {
    dim: inputChannels(),
    out_dim: channels({ likeInput: true }),
    num_heads: int(8),
    group_split: ints([4, 4]),
    kernel_sizes: ints([5]),
    window_size: int(4),
    mlp_kernel_size: int(5),
    mlp_ratio: int(4),
    stride: int(1),
    attn_drop: float(0),
    mlp_drop: float(0),
    qkv_bias: bool(true),
    drop_path: float(0),
  },
  build(a, env) {
    const { dim: c, out_dim, mlp_kernel_size: k, stride } = a
    return {
      norm1: nn.GroupNorm(1, c),
      attn: CloAttention(env, c, a.num_heads, a.group_split, a.kernel_sizes, a.window_size, a.attn_drop, a.attn_drop, a.qkv_bias),
      drop_path: DropPath(env, a.drop_path),
      norm2: nn.GroupNorm(1, c),
      downsample: (stride === 1
        ? nn.Identity()
        : nn.Sequential([nn.Conv2d(c, c, k, 2, Math.floor(k / 2)), nn.BatchNorm2d(c), nn.Conv2d(c, out_dim, 1)])) as Step,
      mlp: CloConvFFN(env, c, a.mlp_ratio * c, k, stride, out_dim, a.mlp_drop),
    }
  },
  forward({ norm1, attn, drop_path, norm2, downsample, mlp }, x) {
    const attended = x.add(drop_path(attn(norm1(x))))
    return downsample(attended).add(drop_path(mlp(norm2(attended))))
  },
})
