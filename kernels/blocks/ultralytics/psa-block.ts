import { bool, defineBlock, float, inputChannels, int } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { Attention } from './attention'
import { Conv } from './conv'

/** Self-attention, then two pointwise convolutions, each with a shortcut around it. https://arxiv.org/abs/2405.14458 */
export const PSABlock = defineBlock('PSABlock', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'attention',
    summary: 'Self-attention followed by a small feed-forward network, each with a shortcut.',
    zh: { name: '部分自注意力块', summary: '自注意力后接小型前馈网络，各带捷径。' },
    source: 'https://arxiv.org/abs/2405.14458',
  },
  args: { c: inputChannels(), attn_ratio: float(0.5), num_heads: int(4), shortcut: bool(true) },
  build: ({ c, attn_ratio, num_heads }, env) => ({
    attn: Attention(env, c, num_heads, attn_ratio),
    ffn: nn.Sequential([Conv(env, c, 2 * c, 1), Conv(env, 2 * c, c, 1, { act: false })]),
  }),
  forward({ attn, ffn }, x, _, { shortcut }) {
    if (!shortcut) return ffn(attn(x))
    const y = x.add(attn(x))
    return y.add(ffn(y))
  },
})
