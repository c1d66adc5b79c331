/**
 * From what a head gives to the boxes that are shown: the best class of each box, and of boxes that mean one object the best. Confidence and IoU
 * are inputs, so moving a threshold runs this alone. The rules are those of Ultralytics' non_max_suppression.
 * https://docs.ultralytics.com/reference/utils/nms/
 */
import type { HeadPredictions } from '../../symbolic'
import { type ModelProto, dataTypes } from '../model'
import { irVersionOf } from '../opsets'
import { type Candidates, apartByClass, candidatesOf } from './candidates'
import { programOpset } from './letterbox-program'
import { isTurned, numbersOf } from './predictions'
import { ProgramBuilder } from './program-builder'

/** The most boxes that are kept. */
export const mostSelected = 300

/** The most turned boxes that are compared with each other, as in the library. */
const mostCompared = 30_000

const end = 2 ** 31

/**
 * Inputs: `predictions` for one image, `conf`, and `iou` where boxes are suppressed here. Outputs: `selected` [k, 6 + …], rows of two corners, score,
 * class and what more is said of the place, the best first; `highest`, the highest score of any candidate. Turned boxes are centre and size, and
 * those that are crowded are not suppressed here: all pairs of thousands are more than a graph should hold.
 */
export function selectModel(form: HeadPredictions, type: 'float32' | 'float16' = 'float32'): ModelProto {
  const p = new ProgramBuilder('/select', programOpset)
  const predictions = type === 'float32' ? 'predictions' : p.node('Cast', ['predictions'], { to: dataTypes.float32 })
  const extra = numbersOf(form.extra)
  const all = candidatesOf(p, { ...form, extra, keepsCentres: isTurned(form) }, predictions)
  const ofImage = (table: string) => p.node('Squeeze', [table, p.ints(0)])
  const candidates = { boxes: ofImage(all.boxes), scores: ofImage(all.scores), classes: ofImage(all.classes) }
  p.node('ReduceMax', [candidates.scores], { keepdims: 0 }, 'highest')
  const most = form.isCrowded ? mostCompared : mostSelected
  const chosen = isSuppressedInside(form) ? suppress(p, all) : threshold(p, candidates.scores, most)
  const columns = [
    p.node('Gather', [candidates.boxes, chosen]),
    p.node('Unsqueeze', [p.node('Gather', [candidates.scores, chosen]), p.ints(1)]),
    p.node('Unsqueeze', [p.node('Gather', [candidates.classes, chosen]), p.ints(1)]),
    ...(all.extras === null ? [] : [p.node('Gather', [ofImage(all.extras), chosen])]),
  ]
  p.node('Concat', columns, { axis: 1 }, 'selected')
  const scalar = (name: string) => ({ name, dataType: 'float32', dims: [1] }) as const
  return {
    irVersion: irVersionOf(programOpset),
    opsets: [{ version: programOpset }],
    producerName: 'graft',
    graph: {
      name: 'select',
      nodes: p.nodes,
      initializers: p.initializers,
      inputs: [
        { name: 'predictions', dataType: type, dims: [1, 'a', 'b'] },
        scalar('conf'),
        ...(isSuppressedInside(form) ? [scalar('iou')] : []),
      ],
      outputs: [
        { name: 'selected', dataType: 'float32', dims: ['selected', 6 + extra] },
        { name: 'highest', dataType: 'float32', dims: [] },
      ],
    },
  }
}

/** Whether the program needs `iou`. */
export const isSuppressedInside = (form: HeadPredictions): boolean => form.isCrowded && !isTurned(form)

/** Places of the candidates above `conf`, without those a better one of their class overlaps. */
function suppress(p: ProgramBuilder, candidates: Candidates): string {
  const oneClass = p.node('Unsqueeze', [candidates.scores, p.ints(1)])
  const kept = p.node('NonMaxSuppression', [apartByClass(p, candidates), oneClass, p.ints(mostSelected), 'iou', 'conf'])
  return p.node('Squeeze', [p.slice(kept, 2, end, 1), p.ints(1)])
}

/** Places of the candidates above `conf`, the best first. */
function threshold(p: ProgramBuilder, scores: string, most: number): string {
  const [sorted, order] = p.best(scores, p.node('Min', [p.node('Shape', [scores]), p.ints(most)]))
  return p.node('Compress', [order, p.node('Greater', [sorted, 'conf'])])
}
