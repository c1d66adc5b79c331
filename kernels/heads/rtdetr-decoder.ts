import {
  type AnyModule,
  type Frame,
  type Init,
  type Module,
  type ModuleList,
  type Param,
  ShapeError,
  Sizes,
  type Tensor,
  type Value,
  activation,
  bool,
  defineBlock,
  float,
  init,
  int,
  ints,
  moduleOf,
  tensorAt,
  variant,
} from '../../graph-core/symbolic'
import { type DecoderLayerInput, DeformableTransformerDecoder, DeformableTransformerDecoderLayer, MLP } from '../blocks/ultralytics'
import * as nn from '../layers/nn'
import { times } from '../layers/times'
import { levelChannels } from './detect'
import { startingBoxes } from './rtdetr-anchors'

type Step = Module<Tensor, Tensor>

/** The inverse of the sigmoid, away from 0 and 1. */
function logit(x: Tensor): Tensor {
  const inside = x.clamp(0, 1)
  return inside.clamp(1e-5).div(inside.rsub(1).clamp(1e-5)).log()
}

/** The rows of x [b, a, c] at the places [b, q]. */
const rowsAt = (x: Tensor, places: Tensor): Tensor => x.gather(1, places.unsqueeze(2).repeat(1, 1, x.size(2)))

interface Decoded {
  readonly boxes: Tensor
  readonly scores: Tensor
  /** What the library returns beside its detections: boxes and scores of the decoder and of the encoder, and no denoising data. */
  readonly all: readonly Value[]
}

interface Children {
  readonly input_proj: ModuleList<Step>
  readonly decoder: AnyModule
  readonly tgt_embed: Step | null
  readonly query_pos_head: Step
  readonly enc_output: Step
  readonly enc_score_head: Step
  readonly enc_bbox_head: Step
  readonly dec_score_head: ModuleList<Step>
  readonly dec_bbox_head: ModuleList<Step>
}

interface Arguments {
  readonly ch: readonly number[]
  readonly nq: number
  readonly ndl: number
  readonly eval_idx: number
}

/** Chooses the best places of all maps as queries, then refines their boxes layer by layer. */
function decode(m: Children, inputs: readonly Tensor[], f: Frame, { ch, nq, ndl, eval_idx }: Arguments): Decoded {
  if (inputs.length < ch.length) {
    throw new ShapeError('shape.input', `RTDETRDecoder reads a list of ${ch.length} maps`)
  }
  const projected = m.input_proj.map((project, i) => project(inputs[i]!))
  const sizes = new Sizes(projected.map((map) => [map.size(2), map.size(3)]))
  const maps = f.concat(
    projected.map((map) => map.flatten(2).transpose(1, 2)),
    1,
  )

  const { logits, valid } = startingBoxes(sizes.of, f)
  const features = m.enc_output(valid.mul(maps))
  const scores = m.enc_score_head(features)
  const [, places] = scores.amax(2).topk(nq, 1)
  const chosen = rowsAt(features, places)
  const batch = maps.size(0)
  const start = m
    .enc_bbox_head(chosen)
    .add(rowsAt(logits.expand(batch, logits.size(1), 4), places))
    .sigmoid()

  let query = m.tgt_embed === null ? chosen : m.tgt_embed(f.arange(nq, 'i64')).unsqueeze(0).repeat(batch, 1, 1)
  let box = start
  const steps: { box: Tensor; score: Tensor }[] = []
  const last = eval_idx < 0 ? ndl + eval_idx : eval_idx
  const { layers } = moduleOf(m.decoder).tree as { layers: ModuleList<Module<DecoderLayerInput, Tensor>> }
  for (const [i, layer] of layers.entries()) {
    query = layer([query, box, maps, sizes, m.query_pos_head(box)])
    box = m.dec_bbox_head[i]!(query).add(logit(box)).sigmoid()
    if (f.mode === 'raw' || i === last) steps.push({ box, score: m.dec_score_head[i]!(query) })
    if (f.mode === 'eval' && i === last) break
  }
  const stacked = (key: 'box' | 'score') => f.stack(steps.map((step) => step[key]))
  const { box: boxes, score } = steps.at(-1)!
  return { boxes, scores: score.sigmoid(), all: [stacked('box'), stacked('score'), start, rowsAt(scores, places), null] }
}

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

/** RT-DETR's head: a transformer decoder that returns each object once. https://arxiv.org/abs/2304.08069 */
export const RTDETRDecoder = defineBlock('RTDETRDecoder', {
  library: 'ultralytics',
  file: 'head',
  about: {
    category: 'head',
    summary: 'A transformer decoder that turns the best places of its levels into boxes, each object once, without NMS.',
    source: 'https://arxiv.org/abs/2304.08069',
  },
  head: { task: 'detect', strides: 32 },
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
      forward(m, inputs: readonly Tensor[], f, a): Value {
        const { boxes, scores, all } = decode(m as unknown as Children, inputs, f, a as unknown as Arguments)
        return f.mode === 'raw' ? all : [f.concat([boxes, scores], 2), all]
      },
    }),
  },
})
