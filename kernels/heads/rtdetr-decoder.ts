import {
  type AnyModule,
  type HeadTraits,
  type Init,
  type Param,
  type Tensor,
  type Value,
  activation,
  bool,
  defineBlock,
  float,
  init,
  int,
  ints,
  tensorAt,
  variant,
} from '../../graph-core/symbolic'
import { DeformableTransformerDecoder, DeformableTransformerDecoderLayer, MLP } from '../blocks/ultralytics'
import * as nn from '../layers/nn'
import { times } from '../layers/times'
import { levelChannels } from './detect-family'
import { type Arguments, type Children, decode, rowsAt } from './rtdetr-decode'

/** Boxes start as they are; classes as if one in a hundred queries found something. */
function* startingValues(m: Children, nc: number): Iterable<[Param, Init]> {
  const at = (module: AnyModule, path: string) => tensorAt(module, path) as Param
  const rare = init.constant((-Math.log(99) / 80) * nc)
  const xavier = (p: Param): [Param, Init] => [p, init.uniform(Math.sqrt(6 / (p.shape[0]! + p.shape[1]!)))]
  for (const head of [m.enc_bbox_head, ...m.dec_bbox_head]) {
    yield [at(head, 'layers.2.weight'), init.zeros]
    yield [at(head, 'layers.2.bias'), init.zeros]
  }
  for (const head of [m.enc_score_head, ...m.dec_score_head]) yield [at(head, 'bias'), rare]
  yield xavier(at(m.enc_output, '0.weight'))
  if (m.tgt_embed !== null) yield xavier(at(m.tgt_embed, 'weight'))
  for (const path of ['layers.0.weight', 'layers.1.weight']) yield xavier(at(m.query_pos_head, path))
  for (const project of m.input_proj) yield xavier(at(project, '0.weight'))
}

/** What the head is to a model; the library gives it a square picture, whatever its proportions. */
const head = (layout: 'best' | 'queries'): HeadTraits => ({
  task: 'detect',
  strides: 32,
  predictions: (args) => ({ layout, box: 'xywh', unit: 'parts', isCrowded: false, fit: 'stretch', classes: (args as { nc: number }).nc }),
})

/** RT-DETR's head: a transformer decoder that returns each object once. https://arxiv.org/abs/2304.08069 */
export const RTDETRDecoder = defineBlock('RTDETRDecoder', {
  library: 'ultralytics',
  file: 'head',
  about: {
    category: 'head',
    summary: 'A transformer decoder that turns the best places of its levels into boxes, each object once, without NMS.',
    zh: { name: 'RT-DETR 解码器', summary: '变换器解码器：把各层级的最佳位置变为框，每个目标一次，无需 NMS。' },
    source: 'https://arxiv.org/abs/2304.08069',
  },
  head: head('best'),
  reads: 'list',
  args: {
    nc: int(80),
    ch: ints([512, 1024, 2048]),
    hd: int(256),
    nq: int(300),
    ndp: int(4),
    nh: int(8),
    ndl: int(6),
    d_ffn: int(1024),
    dropout: float(0),
    act: activation(),
    eval_idx: int(-1),
    nd: int(100),
    label_noise_ratio: float(0.5),
    box_noise_scale: float(1),
    learnt_init_query: bool(false),
  },
  row: ([nc, ...rest], r) => (nc === undefined ? [levelChannels(r)] : [nc, levelChannels(r), ...rest]),
  build({ nc, ch, hd, nq, ndp, nh, ndl, d_ffn, dropout, act, eval_idx, learnt_init_query }, env) {
    const layer = DeformableTransformerDecoderLayer(env, hd, nh, d_ffn, dropout, act, ch.length, ndp)
    return {
      input_proj: nn.ModuleList(ch.map((c) => nn.Sequential([nn.Conv2d(c, hd, 1, { bias: false }), nn.BatchNorm2d(hd)]))),
      decoder: DeformableTransformerDecoder(env, hd, layer, ndl, eval_idx) as AnyModule,
      denoising_class_embed: nn.Embedding(nc, hd),
      tgt_embed: learnt_init_query ? nn.Embedding(nq, hd) : null,
      query_pos_head: MLP(env, 4, 2 * hd, hd, 2),
      enc_output: nn.Sequential([nn.Linear(hd, hd), nn.LayerNorm(hd)]),
      enc_score_head: nn.Linear(hd, nc),
      enc_bbox_head: MLP(env, hd, hd, 4, 3),
      dec_score_head: nn.ModuleList(times(ndl, () => nn.Linear(hd, nc))),
      dec_bbox_head: nn.ModuleList(times(ndl, () => MLP(env, hd, hd, 4, 3))),
    }
  },
  forward(m, inputs: readonly Tensor[], f, a): Value {
    const { boxes, scores, all } = decode(m, inputs, f, a)
    if (f.mode === 'raw') return all
    const [best, place] = scores.flatten(1).topk(a.nq)
    const classes = place.remainder(a.nc).unsqueeze(2).to('f32')
    return [f.concat([rowsAt(boxes, place.floorDivide(a.nc)), best.unsqueeze(2), classes], 2), all]
  },
  initialise: (m, { nc }) => startingValues(m, nc),
  versions: {
    '<8.4': variant({
      head: head('queries'),
      forward(m, inputs: readonly Tensor[], f, a): Value {
        const { boxes, scores, all } = decode(m as unknown as Children, inputs, f, a as unknown as Arguments)
        return f.mode === 'raw' ? all : [f.concat([boxes, scores], 2), all]
      },
    }),
  },
})
