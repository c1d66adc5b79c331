/** Transformer blocks on the places of a map. https://arxiv.org/abs/1706.03762 */
import {
  type Module,
  type Tensor,
  channels,
  defineBlock,
  float,
  inputChannels,
  int,
  bool,
  repeats,
  suggesting,
} from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { times } from '../../layers/times'
import { fuseBranches, twoBranchStage } from './c3'
import { Conv } from './conv'

const source = 'https://arxiv.org/abs/2010.11929'

/** Self-attention and two linear layers without normalisation, on tokens [length, batch, c]. */
export const TransformerLayer = defineBlock('TransformerLayer', {
  library: 'ultralytics',
  file: 'transformer',
  args: { c: int(), num_heads: int() },
  build({ c, num_heads }) {
    const linear = () => nn.Linear(c, c, { bias: false })
    return { q: linear(), k: linear(), v: linear(), ma: nn.MultiheadAttention(c, num_heads), fc1: linear(), fc2: linear() }
  },
  forward({ q, k, v, ma, fc1, fc2 }, x) {
    const y = ma([q(x), k(x), v(x)]).add(x)
    return fc2(fc1(y)).add(y)
  },
})

/** A map as tokens with a learned position, through several layers, and as a map again. */
export const TransformerBlock = defineBlock('TransformerBlock', {
  library: 'ultralytics',
  file: 'transformer',
  about: {
    category: 'attention',
    summary: 'Transformer layers on all places of a map. Their cost grows with the square of the area.',
    zh: { name: '变换器块', summary: '对特征图所有位置的变换器层，开销随面积的平方增长。' },
    source,
  },
  args: { c1: inputChannels(), c2: channels(), num_heads: suggesting(int(), () => 4), num_layers: suggesting(int(), () => 1) },
  build: ({ c1, c2, num_heads, num_layers }, env) => ({
    conv: (c1 === c2 ? null : Conv(env, c1, c2)) as Module<Tensor, Tensor> | null,
    linear: nn.Linear(c2, c2),
    tr: nn.Sequential(times(num_layers, () => TransformerLayer(env, c2, num_heads))),
  }),
  forward({ conv, linear, tr }, x) {
    const map = conv === null ? x : conv(x)
    const tokens = map.rearrange('b c h w -> (h w) b c')
    return tr(tokens.add(linear(tokens))).rearrange('(h w) b c -> b c h w', { h: map.size(2), w: map.size(3) })
  },
})

/** C3 whose refined branch is a transformer of n layers. */
export const C3TR = defineBlock('C3TR', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'attention',
    summary: 'C3 whose refined branch is a transformer of n layers.',
    zh: { name: '变换器 C3', summary: '细化分支为 n 层变换器的 C3。' },
    source,
  },
  args: { c1: inputChannels(), c2: channels(), n: repeats(1), shortcut: bool(true), g: int(1), e: float(0.5) },
  build(a, env) {
    const c = Math.trunc(a.c2 * a.e)
    return { ...twoBranchStage(env, { ...a, n: 0 }, () => nn.Identity()), m: TransformerBlock(env, c, c, 4, a.n) }
  },
  forward: fuseBranches,
})
