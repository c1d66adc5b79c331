/**
 * From what a head gives to the boxes that are shown: the best class of each box, and of boxes that mean one object the best. Confidence and IoU
 * are inputs, so moving a threshold runs this alone. The rules are those of Ultralytics' non_max_suppression.
 * https://docs.ultralytics.com/reference/utils/nms/
 */
import type { HeadPredictions } from '../../symbolic'
import { type ModelProto, dataTypes } from '../model'
import { irVersionOf } from '../opsets'
import { programOpset } from './letterbox-program'
import { ProgramBuilder } from './program-builder'

/** The most boxes that are kept. */
export const mostSelected = 300

/** Further than any image is wide: boxes of different classes, moved apart by it, never overlap. */
const betweenClasses = 7680

const end = 2 ** 31

/** A box a row, [places, 4], with its best score and that class, [places]. */
interface Candidates {
  readonly boxes: string
  readonly scores: string
  readonly classes: string
}

/**
 * Inputs: `predictions` for one image, `conf`, and `iou` where boxes are crowded. Outputs: `selected` [k, 6], rows of two corners, score and class,
 * the best first; `highest`, the highest score of any candidate.
 */
export function selectModel(form: HeadPredictions, type: 'float32' | 'float16' = 'float32'): ModelProto {
  const p = new ProgramBuilder('/select')
  const predictions = type === 'float32' ? 'predictions' : p.node('Cast', ['predictions'], { to: dataTypes.float32 })
  const candidates = candidatesOf(p, form, p.node('Squeeze', [predictions, p.ints(0)]))
  p.node('ReduceMax', [candidates.scores], { keepdims: 0 }, 'highest')
  const chosen = form.isCrowded ? suppress(p, candidates) : threshold(p, candidates)
  const columns = [
    p.node('Gather', [candidates.boxes, chosen]),
    p.node('Unsqueeze', [p.node('Gather', [candidates.scores, chosen]), p.ints(1)]),
    p.node('Unsqueeze', [p.node('Gather', [candidates.classes, chosen]), p.ints(1)]),
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
      inputs: [{ name: 'predictions', dataType: type, dims: [1, 'a', 'b'] }, scalar('conf'), ...(form.isCrowded ? [scalar('iou')] : [])],
      outputs: [
        { name: 'selected', dataType: 'float32', dims: ['selected', 6] },
        { name: 'highest', dataType: 'float32', dims: [] },
      ],
    },
  }
}

function candidatesOf(p: ProgramBuilder, { layout, box, classes }: HeadPredictions, predictions: string): Candidates {
  const axis = layout === 'places' ? 0 : 1
  const part = (from: number, to: number) => p.node('Slice', [predictions, p.ints(from), p.ints(to), p.ints(axis)])
  const column = (i: number) => p.node('Squeeze', [part(i, i + 1), p.ints(1)])
  const raw = axis === 0 ? p.node('Transpose', [part(0, 4)], { perm: [1, 0] }) : part(0, 4)
  const boxes = box === 'xyxy' ? raw : corners(p, raw)
  if (layout === 'best') return { boxes, scores: column(4), classes: column(5) }
  const scores = layout === 'anchors' ? p.node('Mul', [part(5, 5 + classes), part(4, 5)]) : part(4, 4 + classes)
  const best = p.node('ArgMax', [scores], { axis, keepdims: 0 })
  return {
    boxes,
    scores: p.node('ReduceMax', [scores], { axes: [axis], keepdims: 0 }),
    classes: p.node('Cast', [best], { to: dataTypes.float32 }),
  }
}

/** Two corners from centre and size. */
function corners(p: ProgramBuilder, boxes: string): string {
  const part = (from: number) => p.node('Slice', [boxes, p.ints(from), p.ints(from + 2), p.ints(1)])
  const [centre, half] = [part(0), p.node('Div', [part(2), p.float(2)])]
  return p.node('Concat', [p.node('Sub', [centre, half]), p.node('Add', [centre, half])], { axis: 1 })
}

/** Places of the candidates above `conf`, without those a better one of their class overlaps. */
function suppress(p: ProgramBuilder, { boxes, scores, classes }: Candidates): string {
  const apart = p.node('Unsqueeze', [p.node('Mul', [classes, p.float(betweenClasses)]), p.ints(1)])
  const moved = p.node('Unsqueeze', [p.node('Add', [boxes, apart]), p.ints(0)])
  const oneClass = p.node('Unsqueeze', [scores, p.ints(0, 1)])
  const kept = p.node('NonMaxSuppression', [moved, oneClass, p.ints(mostSelected), 'iou', 'conf'])
  return p.node('Squeeze', [p.node('Slice', [kept, p.ints(2), p.ints(end), p.ints(1)]), p.ints(1)])
}

/** Places of the candidates above `conf`, the best first. */
function threshold(p: ProgramBuilder, { scores }: Candidates): string {
  const count = p.node('Min', [p.node('Shape', [scores]), p.ints(mostSelected)])
  const [sorted, order] = p.many('TopK', [scores, count], ['/select/sorted', '/select/order'])
  return p.node('Compress', [order!, p.node('Greater', [sorted!, 'conf'])])
}
