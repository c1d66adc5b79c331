/** The encoder layer of RT-DETR. https://arxiv.org/abs/2304.08069 */
import {
  type AnyModule,
  type Frame,
  type Module,
  type Resolved,
  ShapeError,
  type Tensor,
  activation,
  bool,
  defineBlock,
  float,
  inputChannels,
  int,
  isModule,
  ofClass,
  variant,
} from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'

type Step = Module<Tensor, Tensor>

const args = {
  c1: inputChannels(),
  cm: int(2048),
  num_heads: int(8),
  dropout: float(0),
  act: activation(),
  normalize_before: bool(false),
}

/** The children, with the activation that stands for none given. */
function parts({ c1, cm, num_heads, dropout, act }: Resolved<typeof args>, fallback: AnyModule) {
  return {
    ma: nn.MultiheadAttention(c1, num_heads, { dropout, batch_first: true }),
    fc1: nn.Linear(c1, cm),
    fc2: nn.Linear(cm, c1),
    norm1: nn.LayerNorm(c1),
    norm2: nn.LayerNorm(c1),
    dropout: nn.Dropout(dropout),
    dropout1: nn.Dropout(dropout),
    dropout2: nn.Dropout(dropout),
    act: (isModule(act) ? act : fallback) as AnyModule as Step,
  }
}

const own = (a: Resolved<typeof args>) => parts(a, nn.GELU())

/** Up to 8.3 made once, with the signature: all layers of a model share it. */
const ofSignature = ofClass(nn.GELU())
const versions = { '<8.4': variant({ args, build: (a) => parts(a, ofSignature) }) }

/** Attention and two linear layers on tokens [b, length, c], normalised behind each or before each; a position is added to what looks and is looked at. */
function encode(m: ReturnType<typeof parts>, tokens: Tensor, position: Tensor | null, before: boolean): Tensor {
  const attended = (x: Tensor) => {
    const placed = position === null ? x : x.add(position)
    return m.dropout1(m.ma([placed, placed, x]))
  }
  const known = (x: Tensor) => m.dropout2(m.fc2(m.dropout(m.act(m.fc1(x)))))
  if (before) {
    const y = tokens.add(attended(m.norm1(tokens)))
    return y.add(known(m.norm2(y)))
  }
  const y = m.norm1(tokens.add(attended(tokens)))
  return m.norm2(y.add(known(y)))
}

/** A transformer encoder layer on tokens [b, length, c]. */
export const TransformerEncoderLayer = defineBlock('TransformerEncoderLayer', {
  library: 'ultralytics',
  file: 'transformer',
  args,
  build: own,
  forward: (m, x, _, { normalize_before }) => encode(m, x, null, normalize_before),
  versions,
})

/**
 * Sine and cosine of each place's column and row at c / 4 frequencies, [1, h · w, c]. The library lists places column by column while the
 * tokens go row by row; models are trained with that, so it is kept.
 */
function positions(x: Tensor, f: Frame): Tensor {
  const [c, h, w] = [x.size(1) as number, x.size(2), x.size(3)]
  if (c % 4 !== 0) throw new ShapeError('arg.value', `AIFI needs a multiple of 4 channels for its positions, got ${c}`)
  const count = c / 4
  const frequencies = f.constant(
    Array.from({ length: count }, (_, i) => 1 / 10000 ** (i / count)),
    [1, count],
  )
  const column = f.arange(w).reshape(w, 1).expand(w, h).reshape(-1, 1).matmul(frequencies)
  const row = f.arange(h).reshape(1, h).expand(w, h).reshape(-1, 1).matmul(frequencies)
  return f.concat([column.sin(), column.cos(), row.sin(), row.cos()], 1).unsqueeze(0)
}

/** That layer on all places of a map, with their positions. */
export const AIFI = defineBlock('AIFI', {
  library: 'ultralytics',
  file: 'transformer',
  about: {
    category: 'attention',
    summary: 'A transformer encoder layer on all places of a map, with their positions. Stands at the end of RT-DETR’s backbone.',
    zh: { name: '尺度内特征交互', summary: '对特征图所有位置及其坐标做一层变换器编码，位于 RT-DETR 主干末端。' },
    source: 'https://arxiv.org/abs/2304.08069',
  },
  args,
  build: own,
  forward(m, x, f, { normalize_before }) {
    const tokens = x.rearrange('b c h w -> b (h w) c')
    return encode(m, tokens, positions(x, f), normalize_before).rearrange('b (h w) c -> b c h w', { h: x.size(2), w: x.size(3) })
  },
  versions,
})
