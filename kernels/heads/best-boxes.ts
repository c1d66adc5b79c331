import { type Frame, type Tensor, dim } from '../../graph-core/symbolic'

/**
 * The best detections of heads that need no NMS: first the anchors with the best scores, then the best pairs of anchor and class among them.
 * Takes [b, a, 4 + nc + extra]; gives rows [box, score, class, extra] sorted by score. https://arxiv.org/abs/2405.14458
 */
export function bestBoxes(predictions: Tensor, nc: number, maxDet: number, f: Frame): Tensor {
  const extra = (predictions.size(2) as number) - 4 - nc
  const [boxes, scores, ...rest] = predictions.split([4, nc, ...(extra > 0 ? [extra] : [])], 2) as [Tensor, Tensor, ...Tensor[]]
  const count = dim.min(maxDet, predictions.size(1))
  const [, byAnchor] = scores.amax(2).topk(count)
  const anchors = byAnchor.unsqueeze(2)
  const [best, place] = scores
    .gather(1, anchors.repeat(1, 1, nc))
    .flatten(1)
    .topk(count)
  const chosen = anchors.gather(1, place.floorDivide(nc).unsqueeze(2))
  const of = (x: Tensor) => x.gather(1, chosen.repeat(1, 1, x.size(2)))
  const classes = place.remainder(nc).unsqueeze(2).to('f32')
  return f.concat([of(boxes), best.unsqueeze(2), classes, ...rest.map(of)], 2)
}
