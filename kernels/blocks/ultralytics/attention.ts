import { ShapeError, defineBlock, float, inputChannels, int } from '../../../graph-core/symbolic'
import { Conv } from './conv'

/** Self-attention over all places of a map, with a depthwise convolution as position. https://arxiv.org/abs/2405.14458 */
export const Attention = defineBlock('Attention', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'attention',
    summary: 'Self-attention over all places of a map. Its cost grows with the square of the area.',
    zh: { name: '自注意力', summary: '对特征图所有位置做自注意力，开销随面积的平方增长。' },
    source: 'https://arxiv.org/abs/2405.14458',
  },
  args: { dim: inputChannels(), num_heads: int(8), attn_ratio: float(0.5) },
  build({ dim, num_heads, attn_ratio }, env) {
    if (num_heads < 1) throw new ShapeError('arg.value', `Attention: ${dim} channels cannot be divided among ${num_heads} heads`)
    const key = Math.trunc(Math.floor(dim / num_heads) * attn_ratio)
    return {
      qkv: Conv(env, dim, dim + 2 * key * num_heads, 1, { act: false }),
      proj: Conv(env, dim, dim, 1, { act: false }),
      pe: Conv(env, dim, dim, 3, 1, { g: dim, act: false }),
    }
  },
  forward({ qkv, proj, pe }, x, _, { dim, num_heads, attn_ratio }) {
    const each = Math.floor(dim / num_heads)
    const key = Math.trunc(each * attn_ratio)
    const [h, w] = [x.size(2), x.size(3)]
    const heads = qkv(x).rearrange('b (heads d) h w -> b heads d (h w)', { heads: num_heads })
    const [q, k, v] = heads.split([key, key, each], 2) as [typeof x, typeof x, typeof x]
    const weights = q
      .transpose(2, 3)
      .matmul(k)
      .mul(key ** -0.5)
      .softmax(-1)
    const map = (t: typeof x) => t.rearrange('b heads d (h w) -> b (heads d) h w', { h, w })
    return proj(map(v.matmul(weights.transpose(2, 3))).add(pe(map(v))))
  },
})
