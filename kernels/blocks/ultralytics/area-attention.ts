/** Attention within strips of the map, and the block around it. https://arxiv.org/abs/2502.12524 */
import {
  type Env,
  Param,
  ShapeError,
  type Tensor,
  defineBlock,
  float,
  inputChannels,
  init,
  int,
  stateDict,
  variant,
  suggesting,
} from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { Conv } from './conv'

const source = 'https://arxiv.org/abs/2502.12524'
const about = {
  category: 'attention',
  summary: 'Self-attention within strips of the map: its cost grows with the area of a strip. The map must divide into them.',
  zh: { name: '区域注意力', summary: '在特征图的条带内做自注意力，开销随条带面积增长；特征图须能被条带整除。' },
  source,
}
const heads = suggesting(int(), (c) => Math.max(Math.floor(c / 32), 1))
const args = { dim: inputChannels(), num_heads: heads, area: int(1) }

function widthOf({ dim, num_heads }: { readonly dim: number; readonly num_heads: number }): number {
  if (num_heads < 1) throw new ShapeError('arg.value', `AAttn: ${dim} channels cannot be divided among ${num_heads} heads`)
  return Math.floor(dim / num_heads) * num_heads
}

/** A map [b, heads · d, h, w] as tokens of each strip, [b · area, heads, d, tokens]. Strips follow the rows. */
const strips = (x: Tensor, heads: number, area: number) =>
  x.flatten(2).rearrange('b (heads d) (area l) -> (b area) heads d l', { heads, area })

/** Each token's mean of all values of its strip, weighed by how well query and key agree, as a map like `like`. */
function attend(q: Tensor, k: Tensor, v: Tensor, area: number, like: Tensor): Tensor {
  const scale = (q.size(2) as number) ** -0.5
  const weights = q.transpose(2, 3).matmul(k).mul(scale).softmax(-1)
  return asMap(v.matmul(weights.transpose(2, 3)), area, like)
}

const asMap = (tokens: Tensor, area: number, like: Tensor) =>
  tokens
    .rearrange('(b area) heads d l -> b (heads d) (area l)', { area })
    .rearrange('b c (h w) -> b c h w', { h: like.size(2), w: like.size(3) })

/** Self-attention within `area` strips of the map, with a depthwise convolution of the values as position. */
export const AAttn = defineBlock('AAttn', {
  library: 'ultralytics',
  file: 'block',
  about,
  args,
  build(a, env) {
    const width = widthOf(a)
    return {
      qkv: Conv(env, a.dim, width * 3, 1, { act: false }),
      proj: Conv(env, width, a.dim, 1, { act: false }),
      pe: Conv(env, width, a.dim, 7, 1, 3, { g: a.dim, act: false }),
    }
  },
  forward({ qkv, proj, pe }, x, _, { num_heads, area }) {
    const [q, k, v] = strips(qkv(x), num_heads, area).chunk(3, 2) as [Tensor, Tensor, Tensor]
    return proj(attend(q, k, v, area, x).add(pe(asMap(v, area, x))))
  },
  versions: {
    // The fork this version is known by keeps the values apart and looks at 5×5 places for the position.
    '<8.4': variant({
      args,
      build(a, env) {
        const width = widthOf(a)
        return {
          qk: Conv(env, a.dim, width * 2, 1, { act: false }),
          v: Conv(env, a.dim, width, 1, { act: false }),
          proj: Conv(env, width, a.dim, 1, { act: false }),
          pe: Conv(env, width, a.dim, 5, 1, 2, { g: a.dim, act: false }),
        }
      },
      forward({ qk, v, proj, pe }, x: Tensor, _, { num_heads, area }) {
        const [queries, keys] = qk(x).chunk(2, 1) as [Tensor, Tensor]
        const values = v(x)
        const of = (map: Tensor) => strips(map, num_heads, area)
        return proj(attend(of(queries), of(keys), of(values), area, x).add(pe(values)))
      },
    }),
  },
})

function blockParts(a: { readonly dim: number; readonly num_heads: number; readonly mlp_ratio: number; readonly area: number }, env: Env) {
  const wide = Math.trunc(a.dim * a.mlp_ratio)
  return {
    attn: AAttn(env, a.dim, a.num_heads, a.area),
    mlp: nn.Sequential([Conv(env, a.dim, wide, 1), Conv(env, wide, a.dim, 1, { act: false })]),
  }
}

/** Area attention, then two pointwise convolutions, each with a shortcut around it. */
export const ABlock = defineBlock('ABlock', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'attention',
    summary: 'Self-attention within strips of the map followed by a small feed-forward network, each with a shortcut.',
    zh: { name: '区域注意力块', summary: '在特征图的条带内做自注意力，再接小型前馈网络，各带捷径。' },
    source,
  },
  args: { dim: inputChannels(), num_heads: heads, mlp_ratio: float(1.2), area: int(1) },
  build: blockParts,
  forward({ attn, mlp }, x) {
    const y = x.add(attn(x))
    return y.add(mlp(y))
  },
  *initialise({ attn, mlp }) {
    for (const part of [attn, mlp])
      for (const [, tensor] of stateDict(part)) if (tensor instanceof Param && tensor.shape.length === 4) yield [tensor, init.normal(0.02)]
  },
})
