import { type Frame, type Tensor, type Value, bool, defineBlock, init, int, ints } from '../../graph-core/symbolic'
import { type Levels, extraBranch } from './detect-branches'
import { type Answer, andSay, answer, familyRow, requireMaps, trainedForBest, withoutMany } from './detect-family'
import { Proto } from './proto'
import { Proto26, withoutClassMaps } from './proto26'
import { decodeWithMasks, masksHead, withMasks, withScaledMasks } from './segment'
import { type TextArgs, sayCompared, textBiases, textBranches } from './yoloe-detect'
import type { Comparisons } from './world-detect'

const args = {
  nc: int(80),
  nm: int(32),
  npr: int(256),
  embed: int(512),
  with_bn: bool(false),
  reg_max: int(16),
  end2end: bool(false),
  ch: ints(),
}

interface Children {
  readonly cv2: Levels | null
  readonly cv3: Levels | null
  readonly cv4: Comparisons | null
  readonly cv5: Levels | null
  readonly one2one_cv2: Levels | null
  readonly one2one_cv3: Levels | null
  readonly one2one_cv4: Comparisons | null
  readonly one2one_cv5: Levels | null
  readonly dfl: (x: Tensor) => Tensor
  readonly maxDet: number
}

/** Everything but the masks. */
function find(m: Children, maps: readonly Tensor[], text: Tensor, f: Frame, { nc, ch }: TextArgs): Answer {
  requireMaps(maps, ch)
  const hear = (box: Levels | null, cls: Levels | null, comparisons: Comparisons | null, mixture: Levels | null) =>
    andSay(sayCompared([box, cls, comparisons], maps, text, f), 'mask_coefficient', mixture, maps, f)
  const many = hear(m.cv2, m.cv3, m.cv4, m.cv5)
  const one = hear(m.one2one_cv2, m.one2one_cv3, m.one2one_cv4, m.one2one_cv5)
  return answer({ many, one, decode: decodeWithMasks(m.dfl, maps, f), nc, maxDet: m.maxDet }, f)
}

/** The branches that say how masks are mixed. */
const mixtures = (cv5: Levels, end2end: boolean) => ({ cv5: cv5 as Levels | null, ...trainedForBest({ cv5 }, end2end) })

const head = { ...masksHead('pixels'), words: init.zeros }
const about = {
  category: 'head',
  summary: 'YOLOEDetect that also draws the outline of each object.',
  zh: { name: 'YOLOE 分割头', summary: '同时勾画每个目标轮廓的 YOLOEDetect。' },
  source: 'https://arxiv.org/abs/2503.07465',
}

/** YOLOEDetect that also draws each object. */
export const YOLOESegment = defineBlock('YOLOESegment', {
  library: 'ultralytics',
  since: '8.4',
  file: 'head',
  about,
  head,
  reads: 'list',
  text: 'given',
  args,
  row: (cells, r) => familyRow(withScaledMasks(cells, r), r),
  build: (a, env) => ({
    ...textBranches(env, a),
    proto: Proto(env, a.ch[0], a.npr, a.nm),
    ...mixtures(extraBranch(env, a.ch, a.nm), a.end2end),
  }),
  forward: (m, [maps, text]: readonly [readonly Tensor[], Tensor], f, a): Value =>
    withMasks(find(m, maps, text, f, a), m.proto(maps[0]!), a.end2end),
  fuse: (m, a) => withoutMany(m, a, ['cv2', 'cv3', 'cv4', 'cv5']),
  initialise: (m, a, strides) => textBiases(m, a, strides),
})

/** YOLOESegment whose masks are made from all levels at once. */
export const YOLOESegment26 = defineBlock('YOLOESegment26', {
  library: 'ultralytics',
  since: '8.4',
  file: 'head',
  about: {
    ...about,
    summary: 'YOLOESegment whose masks are made from all levels at once.',
    zh: { name: 'YOLOE 分割头（YOLO26）', summary: '掩码同时由所有层级生成的 YOLOESegment。' },
  },
  head,
  reads: 'list',
  text: 'given',
  args,
  row: (cells, r) => familyRow(withScaledMasks(cells, r), r),
  build: (a, env) => ({
    ...textBranches(env, a),
    proto: Proto26(env, a.ch, a.npr, a.nm, a.nc),
    ...mixtures(extraBranch(env, a.ch, a.nm), a.end2end),
  }),
  forward: (m, [maps, text]: readonly [readonly Tensor[], Tensor], f, a): Value =>
    withMasks(find(m, maps, text, f, a), m.proto(maps as readonly [Tensor, ...Tensor[]]) as Tensor, a.end2end),
  fuse: (m, a) => ({ ...withoutMany(m, a, ['cv2', 'cv3', 'cv4', 'cv5']), proto: a.end2end ? withoutClassMaps(m.proto) : m.proto }),
  initialise: (m, a, strides) => textBiases(m, a, strides),
})
