import { type Tensor, type Value, bool, defineBlock, int, ints, variant } from '../../graph-core/symbolic'
import { decodeBoxes, placesOf } from './decode-boxes'
import { detectBiases } from './detect-branches'
import {
  type Said,
  answer,
  boxesHead,
  familyBranches,
  familyRow,
  olderRow,
  requireMaps,
  returned,
  sayBoxes,
  withoutMany,
} from './detect-family'
import { boxesAndScores, levelMaps, olderAnswer, olderBranches } from './older-family'

const about = {
  category: 'head',
  summary: 'Predicts boxes and classes at every place of its levels, usually P3, P4 and P5.',
  zh: { name: '检测头', summary: '在各层级（通常为 P3、P4、P5）的每个位置预测框和类别。' },
  source: 'https://docs.ultralytics.com/reference/nn/modules/head/',
}

/** Boxes and classes at every place of several levels, without anchor boxes; with `end2end` also the best of them, without NMS. */
export const Detect = defineBlock('Detect', {
  library: 'ultralytics',
  file: 'head',
  about,
  head: boxesHead('detect'),
  reads: 'list',
  args: { nc: int(80), reg_max: int(16), end2end: bool(false), ch: ints() },
  row: familyRow,
  build: (a, env) => familyBranches(env, a),
  forward({ cv2, cv3, dfl, one2one_cv2, one2one_cv3, maxDet }, maps: readonly Tensor[], f, { nc, ch }): Value {
    requireMaps(maps, ch)
    const decode = ({ boxes, scores }: Said, form: 'xywh' | 'xyxy') =>
      f.concat([decodeBoxes(dfl(boxes), placesOf(maps, f), form, f), scores.sigmoid()], 1)
    const [many, one] = [sayBoxes(cv2, cv3, maps, f), sayBoxes(one2one_cv2, one2one_cv3, maps, f)]
    return returned(answer({ many, one, decode, nc, maxDet }, f))
  },
  fuse: (m, a) => withoutMany(m, a, ['cv2', 'cv3']),
  *initialise({ cv2, cv3, one2one_cv2, one2one_cv3 }, { nc }, strides) {
    yield* detectBiases(cv2, cv3, nc, strides, 2)
    yield* detectBiases(one2one_cv2, one2one_cv3, nc, strides, 2)
  },
  versions: {
    '<8.4': variant({
      args: { nc: int(80), ch: ints() },
      row: olderRow,
      build: (a, env) => olderBranches(env, a),
      forward(m, maps: readonly Tensor[], f, { nc }) {
        const levels = levelMaps(m, maps, f)
        const found = () => {
          const [boxes, scores] = boxesAndScores(levels, nc, f)
          return f.concat([decodeBoxes(m.dfl(boxes), placesOf(maps, f), 'xywh', f), scores.sigmoid()], 1)
        }
        return olderAnswer(levels, [], found, f)
      },
      fuse: undefined,
      initialise: ({ cv2, cv3 }, { nc }, strides) => detectBiases(cv2, cv3, nc, strides, 1),
    }),
  },
})
