import {
  type ArgValue,
  type MaskCut,
  type RowContext,
  ShapeError,
  type Tensor,
  type Value,
  bool,
  defineBlock,
  int,
  ints,
  variant,
} from '../../graph-core/symbolic'
import { decodeBoxes, placesOf } from './decode-boxes'
import { type Levels, detectBiases, extraBranch } from './detect-branches'
import {
  type Answer,
  type Said,
  andSay,
  answer,
  boxesHead,
  familyBranches,
  familyRow,
  olderRow,
  requireMaps,
  sayAll,
  sayBoxes,
  trainedForBest,
  withoutMany,
} from './detect-family'
import { boxesAndScores, levelMaps, olderAnswer, olderBranches } from './older-family'
import { Proto } from './proto'

/** The row's third number, channels of the masks, is scaled as channels are. */
export function withScaledMasks(cells: readonly ArgValue[], r: RowContext): readonly ArgValue[] {
  const [masks, channels] = [cells[1], cells[2]]
  if (typeof masks !== 'number' || typeof channels !== 'number') {
    throw new ShapeError('arg.missing', `${r.block} needs classes, the number of masks and their channels`, 'Write [nc, 32, 256].')
  }
  return cells.with(2, r.scaleChannels(channels))
}

/** Masks stand beside what was found, and in the library's nest beside what was said. */
export function withMasks({ found, said }: Answer, masks: Tensor, isBest: boolean): Value {
  const add = (part: Value) => ({ ...(part as { readonly [key: string]: Value }), proto: masks })
  const all = isBest ? { one2many: add(said['one2many']!), one2one: add(said['one2one']!) } : add(said)
  return found === null ? all : [[found, masks], all]
}

/** Decodes boxes and scores, and passes on how the masks are mixed for each place. */
export const decodeWithMasks =
  (dfl: (x: Tensor) => Tensor, maps: readonly Tensor[], f: Parameters<typeof placesOf>[1]) =>
  ({ boxes, scores, mask_coefficient: mixture }: Said, form: 'xywh' | 'xyxy') =>
    f.concat([decodeBoxes(dfl(boxes), placesOf(maps, f), form, f), scores.sigmoid(), mixture as Tensor], 1)

/** Detect's traits with masks, cut as a version of the library cuts them. */
export const masksHead = (cut: MaskCut) =>
  boxesHead('segment', (args) => ({ kind: 'masks', count: (args as { readonly nm: number }).nm, cut }))

export const segmentArgs = { nc: int(80), nm: int(32), npr: int(256), reg_max: int(16), end2end: bool(false), ch: ints() }

/** Detect that also draws each object: a mixture of masks for every place. */
export const Segment = defineBlock('Segment', {
  library: 'ultralytics',
  file: 'head',
  about: {
    category: 'head',
    summary: 'Detect that also draws the outline of each object, as a mixture of masks.',
    zh: { name: '分割头', summary: '同时勾画每个目标轮廓的 Detect，轮廓由掩码混合而成。' },
    source: 'https://docs.ultralytics.com/tasks/segment/',
  },
  head: masksHead('pixels'),
  reads: 'list',
  args: segmentArgs,
  row: (cells, r) => familyRow(withScaledMasks(cells, r), r),
  build(a, env) {
    const branches = familyBranches(env, a)
    const cv4 = extraBranch(env, a.ch, a.nm)
    return { ...branches, proto: Proto(env, a.ch[0], a.npr, a.nm), cv4: cv4 as Levels | null, ...trainedForBest({ cv4 }, a.end2end) }
  },
  forward(m, maps: readonly Tensor[], f, { nc, ch, end2end }): Value {
    requireMaps(maps, ch)
    const hear = (box: Levels | null, cls: Levels | null, masks: Levels | null) =>
      andSay(sayBoxes(box, cls, maps, f), 'mask_coefficient', masks, maps, f)
    const [many, one] = [hear(m.cv2, m.cv3, m.cv4), hear(m.one2one_cv2, m.one2one_cv3, m.one2one_cv4)]
    const result = answer({ many, one, decode: decodeWithMasks(m.dfl, maps, f), nc, maxDet: m.maxDet }, f)
    return withMasks(result, m.proto(maps[0]!), end2end)
  },
  fuse: (m, a) => withoutMany(m, a, ['cv2', 'cv3', 'cv4']),
  *initialise(m, { nc }, strides) {
    yield* detectBiases(m.cv2, m.cv3, nc, strides, 2)
    yield* detectBiases(m.one2one_cv2, m.one2one_cv3, nc, strides, 2)
  },
  versions: {
    '<8.4': variant({
      // Masks stand among what is said, and beside what was found where a model is exported.
      head: {
        ...masksHead('cells'),
        exported: (result) => [(result as readonly Value[])[0]!, ((result as readonly Value[])[1] as readonly Value[]).at(-1)!],
      },
      args: { nc: int(80), nm: int(32), npr: int(256), ch: ints() },
      row: (cells, r) => olderRow(withScaledMasks(cells, r), r),
      build: (a, env) => ({
        ...olderBranches(env, a),
        proto: Proto(env, a.ch[0], a.npr, a.nm),
        cv4: extraBranch(env, a.ch, a.nm),
      }),
      forward(m, maps: readonly Tensor[], f, { nc }) {
        const levels = levelMaps(m, maps, f)
        const masks = m.proto(maps[0]!)
        const mixture = sayAll(m.cv4, maps, f)
        const found = () => {
          const [boxes, scores] = boxesAndScores(levels, nc, f)
          return decodeWithMasks(m.dfl, maps, f)({ boxes, scores, mask_coefficient: mixture }, 'xywh')
        }
        return olderAnswer(levels, [mixture, masks], found, f)
      },
      fuse: undefined,
      initialise: ({ cv2, cv3 }, { nc }, strides) => detectBiases(cv2, cv3, nc, strides, 1),
    }),
  },
})
