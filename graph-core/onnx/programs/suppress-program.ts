/**
 * NMS behind a network, in one file: `output0` becomes [n, 300, 6 + …], rows of two corners, score and class, then coefficients of masks or
 * keypoints; the best first, zeros behind the last. Turned boxes are rows of centre, size, score, class and angle. That, the thresholds, and that
 * classes do not suppress each other is what Ultralytics' exporter writes for nms=True. https://docs.ultralytics.com/modes/export/
 */
import { type ModelProto, dataTypes } from '../model'
import { type Candidates, apartByClass, candidatesOf } from './candidates'
import { ProgramBuilder } from './program-builder'
import { type CrowdedForm, suppression } from './suppression'
import { doOverlapTurned } from './turned-overlap'

const { conf, iou, most } = suppression

/** Of turned boxes, how many of the best are compared with each other, as in the exporter. */
const mostTurned = 5 * most

const output = 'output0'
const predictions = '/nms/predictions'

/** A model whose first output holds boxes as `form` says, with NMS behind it. */
export function withSuppression(network: ModelProto, form: CrowdedForm): ModelProto {
  const { graph, opsets } = network
  const [first, ...others] = graph.outputs
  const [batch, rows, columns] = first!.dims!
  const [places, numbers] = form.layout === 'places' ? [columns!, rows as number] : [rows!, columns as number]
  const extra = numbers - form.classes - (form.layout === 'anchors' ? 5 : 4)
  const p = new ProgramBuilder('/nms', opsets[0]!.version)
  const all = candidatesOf(p, { ...form, box: 'xywh', extra, keepsCentres: form.isTurned }, predictions)
  const kept = form.isTurned ? keepTurned(p, all, places) : { ...all, scores: keepUpright(p, all) }
  const count = typeof places === 'number' ? Math.min(most, places) : most
  writeBest(p, kept, count, typeof places === 'number')
  const inner = graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map((name) => (name === output ? predictions : name)),
    outputs: node.outputs.map((name) => (name === output ? predictions : name)),
  }))
  return {
    ...network,
    graph: {
      ...graph,
      nodes: [...inner, ...p.nodes],
      initializers: [...graph.initializers, ...p.initializers],
      outputs: [{ ...first!, dims: [batch!, count, 6 + extra] }, ...others],
    },
  }
}

/** Scores of the boxes that stay, and 0 for all others, [n, places]. */
function keepUpright(p: ProgramBuilder, candidates: Candidates): string {
  const { scores } = candidates
  const thresholds = [p.ints(most), p.floats(iou), p.floats(conf)]
  const chosen = p.node('NonMaxSuppression', [apartByClass(p, candidates), p.node('Unsqueeze', [scores, p.ints(1)]), ...thresholds])
  const imageAndPlace = p.node('Gather', [chosen, p.ints(0, 2)], { axis: 1 })
  const none = p.node('Expand', [p.float(0), p.node('Shape', [scores])])
  return p.node('ScatterND', [none, imageAndPlace, p.node('GatherND', [scores, imageAndPlace])])
}

/** The best turned boxes, with score 0 where a better one of their class covers them. */
function keepTurned(p: ProgramBuilder, { boxes, scores, classes, extras }: Candidates, places: number | string): Candidates {
  const sure = p.node('Where', [p.node('Greater', [scores, p.float(conf)]), scores, p.float(0)])
  const count =
    typeof places === 'number'
      ? p.ints(Math.min(mostTurned, places))
      : p.node('Min', [p.node('Slice', [p.node('Shape', [scores]), p.ints(1), p.ints(2)]), p.ints(mostTurned)])
  const [best, order] = p.best(sure, count)
  const of = (table: string) => rowsAt(p, table, order)
  const chosen = { boxes: of(boxes), classes: p.node('GatherElements', [classes, order], { axis: 1 }), extras: of(extras!) }
  const rank = p.node('CumSum', [p.node('Expand', [p.float(1), p.node('Shape', [best])]), p.int(1)])
  const pairs = (compare: string, x: string) => p.node(compare, [p.node('Unsqueeze', [x, p.ints(2)]), p.node('Unsqueeze', [x, p.ints(1)])])
  const covers = p.node('And', [
    p.node('And', [pairs('Less', rank), pairs('Equal', chosen.classes)]),
    doOverlapTurned(p, chosen.boxes, chosen.extras, iou),
  ])
  const isCovered = p.node('Greater', [p.greatest(p.node('Cast', [covers], { to: dataTypes.float32 }), 1), p.float(0)])
  return { ...chosen, scores: p.node('Where', [isCovered, p.float(0), best]) }
}

/** `output0`: the rows with the best scores above 0; where there are fewer than asked for, zeros. */
function writeBest(p: ProgramBuilder, { boxes, scores, classes, extras }: Candidates, count: number, isKnown: boolean): void {
  const columns = [
    boxes,
    p.node('Unsqueeze', [scores, p.ints(2)]),
    p.node('Unsqueeze', [classes, p.ints(2)]),
    ...(extras === null ? [] : [extras]),
  ]
  const table = p.node('Concat', columns, { axis: 2 })
  const [best, order] = p.best(isKnown ? scores : padded(p, scores, count), p.ints(count))
  const places = isKnown ? order : p.node('Min', [order, lastPlace(p, scores)])
  const isFound = p.node('Unsqueeze', [p.node('Greater', [best, p.float(0)]), p.ints(2)])
  p.node('Where', [isFound, rowsAt(p, table, places), p.float(0)], {}, output)
}

/** Scores with as many zeros behind them, since an image of free size may have fewer places than are asked for. */
function padded(p: ProgramBuilder, scores: string, count: number): string {
  const batch = p.node('Slice', [p.node('Shape', [scores]), p.ints(0), p.ints(1)])
  const zeros = p.node('Expand', [p.float(0), p.node('Concat', [batch, p.ints(count)], { axis: 0 })])
  return p.node('Concat', [scores, zeros], { axis: 1 })
}

const lastPlace = (p: ProgramBuilder, scores: string) =>
  p.node('Sub', [p.node('Slice', [p.node('Shape', [scores]), p.ints(1), p.ints(2)]), p.ints(1)])

/** Rows of a table [n, places, columns] at places [n, k]. */
const rowsAt = (p: ProgramBuilder, table: string, places: string) =>
  p.node('GatherND', [table, p.node('Unsqueeze', [places, p.ints(2)])], { batch_dims: 1 })
