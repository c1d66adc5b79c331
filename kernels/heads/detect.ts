import {
  type ArgValue,
  type Frame,
  type HeadPredictions,
  type Module,
  type RowContext,
  ShapeError,
  type Tensor,
  type Value,
  bool,
  deepCopy,
  defineBlock,
  int,
  ints,
  unregistered,
  variant,
} from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { bestBoxes } from './best-boxes'
import { decodeBoxes } from './decode-boxes'
import { type Levels, boxBranch, classBranch, detectBiases } from './detect-branches'
import { DFL } from './dfl'

interface Predictions {
  readonly [key: string]: Value
  readonly boxes: Tensor
  readonly scores: Tensor
}

/** What each branch says at all places of all levels, one after the other. */
function predictAll(box: Levels, cls: Levels, maps: readonly Tensor[], f: Frame): Predictions {
  const join = (branch: Levels) =>
    f.concat(
      branch.map((level, i) => level(maps[i]!).flatten(2)),
      2,
    )
  return { boxes: join(box), scores: join(cls), feats: maps }
}

/** The channels of all rows the head reads, as its last argument. */
export const levelChannels = (r: RowContext) => r.channels as ArgValue

function requireLevels(ch: readonly number[]): void {
  if (ch.length === 0) throw new ShapeError('shape.input', 'Detect needs at least one level')
}

function requireMaps(maps: readonly Tensor[], ch: readonly number[]): void {
  if (maps.length < ch.length) throw new ShapeError('shape.input', `Detect reads a list of ${ch.length} maps`)
}

const form = ({ nc, end2end = false }: { nc: number; end2end?: boolean }): HeadPredictions => ({
  ...(end2end ? { layout: 'best', box: 'xyxy', isCrowded: false } : { layout: 'places', box: 'xywh', isCrowded: true }),
  unit: 'pixels',
  fit: 'pad',
  classes: nc,
})

const about = {
  category: 'head',
  summary: 'Predicts boxes and classes at every place of its levels, usually P3, P4 and P5.',
  source: 'https://docs.ultralytics.com/reference/nn/modules/head/',
}

/** Boxes and classes at every place of several levels, without anchor boxes; with `end2end` also the best of them, without NMS. */
export const Detect = defineBlock('Detect', {
  library: 'ultralytics',
  file: 'head',
  about,
  head: { task: 'detect', strides: 'traced', predictions: (args) => form(args as { nc: number; end2end?: boolean }) },
  reads: 'list',
  args: { nc: int(80), reg_max: int(16), end2end: bool(false), ch: ints() },
  row: (cells, r) => [...cells, r.regMax, r.end2end, levelChannels(r)],
  build({ nc, reg_max, end2end, ch }, env) {
    requireLevels(ch)
    const [cv2, cv3] = [boxBranch(env, ch, reg_max), classBranch(env, ch, nc)]
    return {
      cv2: cv2 as Levels | null,
      cv3: cv3 as Levels | null,
      dfl: (reg_max > 1 ? DFL(env, reg_max) : nn.Identity()) as Module<Tensor, Tensor>,
      one2one_cv2: end2end ? deepCopy(cv2) : null,
      one2one_cv3: end2end ? deepCopy(cv3) : null,
      maxDet: unregistered(env.maxDet),
    }
  },
  forward({ cv2, cv3, dfl, one2one_cv2, one2one_cv3, maxDet }, maps: readonly Tensor[], f, { nc, ch }): Value {
    requireMaps(maps, ch)
    const decode = ({ boxes, scores }: Predictions, form: 'xywh' | 'xyxy') =>
      f.concat([decodeBoxes(dfl(boxes), maps, f, form), scores.sigmoid()], 1)
    const many = cv2 === null || cv3 === null ? null : predictAll(cv2, cv3, maps, f)
    if (one2one_cv2 === null || one2one_cv3 === null) return f.mode === 'raw' ? many : [decode(many!, 'xywh'), many]
    const one = predictAll(one2one_cv2, one2one_cv3, maps, f)
    const both = { one2many: many ?? {}, one2one: one }
    return f.mode === 'raw' ? both : [bestBoxes(decode(one, 'xyxy').transpose(1, 2), nc, maxDet, f), both]
  },
  // Once fused, a head that needs no NMS keeps only the branch it answers with.
  fuse: (m, { end2end }) => (end2end ? { ...m, cv2: null, cv3: null } : m),
  *initialise({ cv2, cv3, one2one_cv2, one2one_cv3 }, { nc }, strides) {
    if (cv2 !== null && cv3 !== null) yield* detectBiases(cv2, cv3, nc, strides, 2)
    if (one2one_cv2 !== null && one2one_cv3 !== null) yield* detectBiases(one2one_cv2, one2one_cv3, nc, strides, 2)
  },
  versions: {
    '<8.4': variant({
      args: { nc: int(80), ch: ints() },
      row: (cells, r) => [...cells, levelChannels(r)],
      build({ nc, ch }, env) {
        requireLevels(ch)
        return { cv2: boxBranch(env, ch, 16), cv3: classBranch(env, ch, nc), dfl: DFL(env, 16) }
      },
      forward({ cv2, cv3, dfl }, maps: readonly Tensor[], f, { nc, ch }) {
        requireMaps(maps, ch)
        const raw = ch.map((_, i) => f.concat([cv2[i]!(maps[i]!), cv3[i]!(maps[i]!)], 1))
        if (f.mode === 'raw') return raw
        const flat = f.concat(
          raw.map((map) => map.flatten(2)),
          2,
        )
        const [boxes, scores] = flat.split([64, nc], 1) as [Tensor, Tensor]
        return [f.concat([decodeBoxes(dfl(boxes), maps, f, 'xywh'), scores.sigmoid()], 1), raw]
      },
      fuse: undefined,
      initialise: ({ cv2, cv3 }, { nc }, strides) => detectBiases(cv2, cv3, nc, strides, 1),
    }),
  },
})
