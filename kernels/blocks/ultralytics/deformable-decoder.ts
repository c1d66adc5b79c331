/** The decoder of RT-DETR: layers of self-attention, deformable attention and two linear layers. https://arxiv.org/abs/2304.08069 */
import {
  type Module,
  Sizes,
  type Tensor,
  activation,
  deepCopy,
  defineBlock,
  float,
  int,
  isModule,
  type AnyModule,
  any,
  ShapeError,
} from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { times } from '../../layers/times'
import { MSDeformAttn } from './ms-deform-attn'

/** Queries, their boxes [b, q, 4], all maps as one sequence, the maps' sizes, and what says where each query looks. */
export type DecoderLayerInput = readonly [query: Tensor, box: Tensor, maps: Tensor, sizes: Sizes, position: Tensor]

export const DeformableTransformerDecoderLayer = defineBlock('DeformableTransformerDecoderLayer', {
  library: 'ultralytics',
  file: 'transformer',
  reads: 'list',
  args: {
    d_model: int(256),
    n_heads: int(8),
    d_ffn: int(1024),
    dropout: float(0),
    act: activation(),
    n_levels: int(4),
    n_points: int(4),
  },
  build: ({ d_model, n_heads, d_ffn, dropout, act, n_levels, n_points }, env) => ({
    self_attn: nn.MultiheadAttention(d_model, n_heads, { dropout }),
    dropout1: nn.Dropout(dropout),
    norm1: nn.LayerNorm(d_model),
    cross_attn: MSDeformAttn(env, d_model, n_levels, n_heads, n_points),
    dropout2: nn.Dropout(dropout),
    norm2: nn.LayerNorm(d_model),
    linear1: nn.Linear(d_model, d_ffn),
    act: (isModule(act) ? act : nn.ReLU()) as Module<Tensor, Tensor>,
    dropout3: nn.Dropout(dropout),
    linear2: nn.Linear(d_ffn, d_model),
    dropout4: nn.Dropout(dropout),
    norm3: nn.LayerNorm(d_model),
  }),
  forward(m, [query, box, maps, sizes, position]: DecoderLayerInput) {
    if (!(sizes instanceof Sizes) || position === undefined)
      throw new ShapeError('shape.input', 'DeformableTransformerDecoderLayer reads the sizes of maps, which no row gives')
    const turned = (t: Tensor) => t.transpose(0, 1)
    const placed = turned(query.add(position))
    const seen = m.norm1(query.add(m.dropout1(turned(m.self_attn([placed, placed, turned(query)])))))
    const read = m.cross_attn([seen.add(position), box.unsqueeze(2), maps, sizes])
    const known = m.norm2(seen.add(m.dropout2(read)))
    return m.norm3(known.add(m.dropout4(m.linear2(m.dropout3(m.act(m.linear1(known)))))))
  },
})

/** Copies of one layer. The head calls them one by one, because each needs the boxes the head made of the one before. */
export const DeformableTransformerDecoder = defineBlock('DeformableTransformerDecoder', {
  library: 'ultralytics',
  file: 'transformer',
  args: { hidden_dim: int(), decoder_layer: any(), num_layers: int(), eval_idx: int(-1) },
  build({ decoder_layer, num_layers }) {
    if (!isModule(decoder_layer)) throw new ShapeError('arg.wrong-type', 'DeformableTransformerDecoder: decoder_layer must be a module')
    const layer = decoder_layer as AnyModule as Module<DecoderLayerInput, Tensor>
    return { layers: nn.ModuleList(times(num_layers, () => deepCopy(layer))) }
  },
  forward() {
    throw new Error('expected the layers of the decoder to be called one by one')
  },
})
