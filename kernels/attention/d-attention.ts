import {
  type Dim,
  type Frame,
  ShapeError,
  type Tensor,
  bool,
  defineBlock,
  dim,
  float,
  init,
  inputChannels,
  int,
  ints,
  param,
} from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { gridSample } from '../ops/select'
import { mapOfChannels } from './places'

const LayerNormProxy = defineBlock('LayerNormProxy', {
  library: 'graft',
  args: { dim: int() },
  build: ({ dim: c }) => ({ norm: nn.LayerNorm(c) }),
  forward: ({ norm }, x) => norm(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2),
})

/** The cells of an axis from -1 at the first to 1 at the last, moved by `shift` cells. */
const alongAxis = (size: Dim, shift: number, f: Frame) =>
  f
    .arange(size)
    .add(shift)
    .div(f.sizeOf(dim.sub(size, 1)))
    .mul(2)
    .sub(1)

/** Reads a map at rows y and columns x, each [n, p, q]. */
const sample = (map: Tensor, y: Tensor, x: Tensor, f: Frame) => gridSample([map, f.stack([x, y], 3)], { alignCorners: true })

/** All places attend to a few sampled ones that move with the image. https://arxiv.org/abs/2201.00520 */
export const DAttention = defineBlock('DAttention', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'All places attend to a few sampled ones, which move to where a small network on the queries sends them.',
    source: 'https://arxiv.org/abs/2201.00520',
    paper: 'Vision Transformer with Deformable Attention',
    aliases: ['DAT', 'DAttentionBaseline', 'DeformableAttention2D'],
    advice:
      'Attention that follows objects. With stride 1 it samples every place and its memory grows with n²; a larger stride thins them out.',
    cost: '4·c² + 18·c parameters, 4·c²·n + 2·c·n²/stride² multiply-accumulates',
    demands: 'Channels divisible by n_heads and n_groups, n_heads by n_groups; a map of more than one row and column.',
    sizeFree: true,
    zh: {
      name: '可变形注意力（DAT）',
      summary: '所有位置关注少数采样点，采样点由查询上的小网络移动。',
      advice: '注意力会跟随目标；步长为 1 时采样所有位置，内存随 n² 增长，增大步长可稀疏采样。',
      cost: '4·c² + 18·c 个参数，4·c²·n + 2·c·n²/stride² 次乘加',
      demands: '通道数能被 n_heads 和 n_groups 整除，n_heads 能被 n_groups 整除；特征图多于一行一列。',
    },
  },
  args: {
    channel: inputChannels('optional'),
    q_size: ints([20, 20]),
    n_heads: int(8),
    n_groups: int(4),
    attn_drop: float(0),
    proj_drop: float(0),
    stride: int(1),
    offset_range_factor: float(4),
    use_pe: bool(true),
    dwc_pe: bool(true),
    no_off: bool(false),
  },
  build({ channel, q_size, n_heads, n_groups, attn_drop, proj_drop, stride, use_pe, dwc_pe }, env) {
    if (channel % n_heads !== 0 || channel % n_groups !== 0 || n_heads % n_groups !== 0) {
      throw new ShapeError('arg.value', `DAttention: ${channel} channels, ${n_heads} heads and ${n_groups} groups do not divide each other`)
    }
    const c = channel / n_groups
    const [h, w] = q_size as [number, number]
    const table = param([n_heads, 2 * h - 1, 2 * w - 1], init.normal(0.01))
    return {
      conv_offset: nn.Sequential<Tensor, Tensor>([
        nn.Conv2d(c, c, 3, stride, 1, { groups: c }),
        LayerNormProxy(env, c),
        nn.GELU(),
        nn.Conv2d(c, 2, 1, { bias: false }),
      ]),
      proj_q: nn.Conv2d(channel, channel, 1),
      proj_k: nn.Conv2d(channel, channel, 1),
      proj_v: nn.Conv2d(channel, channel, 1),
      proj_out: nn.Conv2d(channel, channel, 1),
      proj_drop: nn.Dropout(proj_drop),
      attn_drop: nn.Dropout(attn_drop),
      ...(use_pe ? { rpe_table: dwc_pe ? nn.Conv2d(channel, channel, 3, 1, 1, { groups: channel }) : table } : {}),
    }
  },
  forward(m, x, f, { channel, n_heads: heads, n_groups: g, offset_range_factor: reach, no_off }) {
    const grouped = (t: Tensor) => t.rearrange('b (g c) h w -> (b g) c h w', { g })
    const q = m.proj_q(x)
    const offset = m.conv_offset(grouped(q))
    const [rows, columns] = [2, 3].map((axis) => {
      const size = offset.size(axis)
      const moved = offset.select(1, axis - 2)
      const limited =
        reach > 0
          ? moved
              .tanh()
              .div(f.sizeOf(dim.sub(size, 1)))
              .mul(reach)
          : moved
      const start = alongAxis(size, 0.5, f)
      const place = (no_off ? limited.mul(0) : limited).add(axis === 2 ? start.unsqueeze(1) : start)
      return reach >= 0 ? place : place.tanh()
    }) as [Tensor, Tensor]

    const read = sample(grouped(x), rows, columns, f).rearrange('(b g) c h w -> b (g c) h w', { g })
    const split = (t: Tensor) => t.rearrange('b (m d) h w -> b m d (h w)', { m: heads })
    const [k, v] = [split(m.proj_k(read)), split(m.proj_v(read))]
    const content = split(q)
      .transpose(2, 3)
      .matmul(k)
      .mul((channel / heads) ** -0.5)

    /** What the table says of how far apart a place and a sample are. */
    const relative = (table: Tensor) => {
      const [h, w] = [q.size(2), q.size(3)]
      const apart = (place: Tensor, samples: Tensor) => place.reshape(1, dim.mul(h, w), 1).sub(samples.flatten(1).unsqueeze(1)).div(2)
      const y = apart(alongAxis(h, 0, f).unsqueeze(1).expand(h, w), rows)
      const across = apart(alongAxis(w, 0, f).unsqueeze(0).expand(h, w), columns)
      const tables = table.rearrange('(g m) p q -> g m p q', { g }).repeat(x.size(0), 1, 1, 1)
      return sample(tables, y, across, f).rearrange('(b g) m p n -> b (g m) p n', { g })
    }
    const table = 'rpe_table' in m ? m.rpe_table : undefined
    const isConv = typeof table === 'function'
    const energy = table === undefined || isConv ? content : content.add(relative(table as Tensor))
    const y = v.matmul(m.attn_drop(energy.softmax(-1)).transpose(2, 3)).rearrange('b m d n -> b (m d) n')
    const map = mapOfChannels(y, x)
    return m.proj_drop(m.proj_out(isConv ? map.add(table(q)) : map))
  },
})
