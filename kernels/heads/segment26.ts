import { type Tensor, type Value, defineBlock } from '../../graph-core/symbolic'
import { type Levels, detectBiases, extraBranch } from './detect-branches'
import { andSay, answer, familyBranches, familyRow, requireMaps, sayBoxes, trainedForBest, withoutMany } from './detect-family'
import { Proto26, withoutClassMaps } from './proto26'
import { decodeWithMasks, masksHead, segmentArgs, withMasks, withScaledMasks } from './segment'

/** Segment whose masks are made from all levels at once. */
export const Segment26 = defineBlock('Segment26', {
  library: 'ultralytics',
  since: '8.4',
  file: 'head',
  about: {
    category: 'head',
    summary: 'Segment whose masks are made from all levels at once. The head of YOLO26.',
    zh: { name: '分割头（YOLO26）', summary: '掩码同时由所有层级生成的 Segment，YOLO26 的头。' },
    source: 'https://docs.ultralytics.com/tasks/segment/',
  },
  head: masksHead('pixels'),
  reads: 'list',
  args: segmentArgs,
  row: (cells, r) => familyRow(withScaledMasks(cells, r), r),
  build(a, env) {
    const branches = familyBranches(env, a)
    const cv4 = extraBranch(env, a.ch, a.nm)
    return { ...branches, proto: Proto26(env, a.ch, a.npr, a.nm, a.nc), cv4: cv4 as Levels | null, ...trainedForBest({ cv4 }, a.end2end) }
  },
  forward(m, maps: readonly Tensor[], f, { nc, ch, end2end }): Value {
    requireMaps(maps, ch)
    const hear = (box: Levels | null, cls: Levels | null, masks: Levels | null) =>
      andSay(sayBoxes(box, cls, maps, f), 'mask_coefficient', masks, maps, f)
    const [many, one] = [hear(m.cv2, m.cv3, m.cv4), hear(m.one2one_cv2, m.one2one_cv3, m.one2one_cv4)]
    const result = answer({ many, one, decode: decodeWithMasks(m.dfl, maps, f), nc, maxDet: m.maxDet }, f)
    return withMasks(result, m.proto(maps as readonly [Tensor, ...Tensor[]]) as Tensor, end2end)
  },
  fuse: (m, a) => ({ ...withoutMany(m, a, ['cv2', 'cv3', 'cv4']), proto: a.end2end ? withoutClassMaps(m.proto) : m.proto }),
  *initialise(m, { nc }, strides) {
    yield* detectBiases(m.cv2, m.cv3, nc, strides, 2)
    yield* detectBiases(m.one2one_cv2, m.one2one_cv3, nc, strides, 2)
  },
})
