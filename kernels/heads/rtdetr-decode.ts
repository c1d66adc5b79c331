/** How RT-DETR's head finds objects. https://arxiv.org/abs/2304.08069 */
import {
  type AnyModule,
  type Frame,
  type Module,
  type ModuleList,
  ShapeError,
  Sizes,
  type Tensor,
  type Value,
  moduleOf,
} from '../../graph-core/symbolic'
import type { DecoderLayerInput } from '../blocks/ultralytics'
import { startingBoxes } from './rtdetr-anchors'

/** From one tensor to another. */
export type Step = Module<Tensor, Tensor>

/** The inverse of the sigmoid, away from 0 and 1. */
function logit(x: Tensor): Tensor {
  const inside = x.clamp(0, 1)
  return inside.clamp(1e-5).div(inside.rsub(1).clamp(1e-5)).log()
}

/** The rows of x [b, a, c] at the places [b, q]. */
export const rowsAt = (x: Tensor, places: Tensor): Tensor => x.gather(1, places.unsqueeze(2).repeat(1, 1, x.size(2)))

export interface Decoded {
  readonly boxes: Tensor
  readonly scores: Tensor
  /** What the library returns beside its detections: boxes and scores of the decoder and of the encoder, and no denoising data. */
  readonly all: readonly Value[]
}

/** The head's children that decode. */
export interface Children {
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

/** The head's arguments that decide how. */
export interface Arguments {
  readonly ch: readonly number[]
  readonly nq: number
  readonly ndl: number
  readonly eval_idx: number
}

/** Chooses the best places of all maps as queries, then refines their boxes layer by layer. */
export function decode(m: Children, inputs: readonly Tensor[], f: Frame, { ch, nq, ndl, eval_idx }: Arguments): Decoded {
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
