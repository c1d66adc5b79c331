import { type Env, type Tensor, type Value, deepCopy, defineBlock, int, ints, unregistered, variant } from '../../graph-core/symbolic'
import { Conv } from '../blocks/ultralytics'
import * as nn from '../layers/nn'
import { bestBoxes } from './best-boxes'
import { decodeBoxes, placesOf } from './decode-boxes'
import { type Levels, classChannels, detectBiases } from './detect-branches'
import { type Said, answer, boxesForm, familyBranches, olderRow, requireMaps, returned, sayBoxes, withoutMany } from './detect-family'
import { boxesAndScores, levelMaps, olderBranches } from './older-family'

/** Class scores by depthwise convolutions, whatever the model's age. */
function lightBranch(env: Env, ch: readonly number[], nc: number): Levels {
  const hidden = classChannels(ch, nc)
  const spread = (from: number) => nn.Sequential([Conv(env, from, from, 3, { g: from }), Conv(env, from, hidden, 1)])
  return nn.ModuleList(ch.map((c) => nn.Sequential([spread(c), spread(hidden), nn.Conv2d(hidden, nc, 1)])))
}

const args = { nc: int(80), ch: ints() }

/** YOLOv10's head: trained for the best boxes as well as for every place, so that it needs no NMS. https://arxiv.org/abs/2405.14458 */
export const v10Detect = defineBlock('v10Detect', {
  library: 'ultralytics',
  file: 'head',
  about: {
    category: 'head',
    summary: 'Gives each object once, without NMS: trained for the best boxes as well as for every place.',
    zh: { name: 'YOLOv10 检测头', summary: '每个目标只给一次，无需 NMS：训练时兼顾最佳框与每个位置。' },
    source: 'https://arxiv.org/abs/2405.14458',
  },
  head: {
    task: 'detect',
    strides: 'traced',
    isEndToEnd: () => true,
    predictions: (args) => boxesForm({ nc: (args as { nc: number }).nc, end2end: true }),
  },
  reads: 'list',
  args,
  row: olderRow,
  build: ({ nc, ch }, env) =>
    familyBranches(env, { nc, ch, reg_max: 16, end2end: true }, ch.length === 0 ? undefined : lightBranch(env, ch, nc)),
  forward({ cv2, cv3, dfl, one2one_cv2, one2one_cv3, maxDet }, maps: readonly Tensor[], f, { nc, ch }): Value {
    requireMaps(maps, ch)
    const decode = ({ boxes, scores }: Said, form: 'xywh' | 'xyxy') =>
      f.concat([decodeBoxes(dfl(boxes), placesOf(maps, f), form, f), scores.sigmoid()], 1)
    const [many, one] = [sayBoxes(cv2, cv3, maps, f), sayBoxes(one2one_cv2, one2one_cv3, maps, f)]
    return returned(answer({ many, one, decode, nc, maxDet }, f))
  },
  fuse: (m) => withoutMany(m, { end2end: true }, ['cv2', 'cv3']),
  *initialise({ cv2, cv3, one2one_cv2, one2one_cv3 }, { nc }, strides) {
    yield* detectBiases(cv2, cv3, nc, strides, 2)
    yield* detectBiases(one2one_cv2, one2one_cv3, nc, strides, 2)
  },
  versions: {
    '<8.4': variant({
      args,
      build({ nc, ch }, env) {
        const { cv2, cv3, dfl } = olderBranches(env, { nc, ch }, ch.length === 0 ? undefined : lightBranch(env, ch, nc))
        return { cv2, cv3, dfl, one2one_cv2: deepCopy(cv2), one2one_cv3: deepCopy(cv3), maxDet: unregistered(env.maxDet) }
      },
      forward(m, maps: readonly Tensor[], f, { nc }) {
        const one = levelMaps({ cv2: m.one2one_cv2, cv3: m.one2one_cv3 }, maps, f)
        const said: Value = { one2many: levelMaps(m, maps, f), one2one: one }
        if (f.mode === 'raw') return said
        const [boxes, scores] = boxesAndScores(one, nc, f)
        const all = f.concat([decodeBoxes(m.dfl(boxes), placesOf(maps, f), 'xyxy', f), scores.sigmoid()], 1)
        return [bestBoxes(all.transpose(1, 2), nc, m.maxDet, f), said]
      },
      fuse: undefined,
      *initialise({ cv2, cv3, one2one_cv2, one2one_cv3 }, { nc }, strides) {
        yield* detectBiases(cv2, cv3, nc, strides, 1)
        yield* detectBiases(one2one_cv2, one2one_cv3, nc, strides, 1)
      },
    }),
  },
})
