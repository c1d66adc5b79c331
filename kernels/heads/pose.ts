import { type Frame, ShapeError, type Tensor, type Value, bool, defineBlock, int, ints, variant } from '../../graph-core/symbolic'
import { decodeBoxes, decodeKeypoints, placesOf } from './decode-boxes'
import { type Levels, detectBiases, extraBranch } from './detect-branches'
import {
  type Said,
  andSay,
  answer,
  boxesHead,
  familyBranches,
  familyRow,
  olderRow,
  requireMaps,
  returned,
  sayAll,
  sayBoxes,
  trainedForBest,
  withoutMany,
} from './detect-family'
import { boxesAndScores, levelMaps, olderAnswer, olderBranches } from './older-family'

/** Keypoints an object has, and the numbers of each: two, or three with its visibility. */
export type Keypoints = readonly [count: number, width: 2 | 3]

/** Throws ShapeError `arg.value` for anything but a count, and two or three numbers a point. */
export function keypointsOf(shape: readonly number[]): Keypoints {
  const [count, width] = shape
  if (shape.length !== 2 || !(count! > 0) || (width !== 2 && width !== 3)) {
    throw new ShapeError('arg.value', `kpt_shape must be [points, 2] or [points, 3], got [${shape.join(', ')}]`)
  }
  return [count!, width]
}

/** Boxes, scores and keypoints in pixels, at all places. */
export const decodeWithKeypoints =
  (dfl: (x: Tensor) => Tensor, maps: readonly Tensor[], shape: Keypoints, from: 'centre' | 'corner', f: Frame) =>
  ({ boxes, scores, kpts }: Said, form: 'xywh' | 'xyxy') => {
    const places = placesOf(maps, f)
    const found = [decodeBoxes(dfl(boxes), places, form, f), scores.sigmoid(), decodeKeypoints(kpts as Tensor, shape, places, from, f)]
    return f.concat(found, 1)
  }

/** Detect's traits with keypoints. */
export const pointsHead = boxesHead('pose', (args) => {
  const [count, width] = keypointsOf((args as { readonly kpt_shape: readonly number[] }).kpt_shape)
  return { kind: 'points', count, width }
})

export const poseArgs = { nc: int(80), kpt_shape: ints([17, 3]), reg_max: int(16), end2end: bool(false), ch: ints() }

/** Detect that also finds the keypoints of each object. */
export const Pose = defineBlock('Pose', {
  library: 'ultralytics',
  file: 'head',
  about: {
    category: 'head',
    summary: 'Detect that also finds the keypoints of each object, such as a person’s joints.',
    zh: { name: '姿态头', summary: '同时找出每个目标关键点（如人体关节）的 Detect。' },
    source: 'https://docs.ultralytics.com/tasks/pose/',
  },
  head: pointsHead,
  reads: 'list',
  args: poseArgs,
  row: familyRow,
  build(a, env) {
    const [count, width] = keypointsOf(a.kpt_shape)
    const branches = familyBranches(env, a)
    const cv4 = extraBranch(env, a.ch, count * width)
    return { ...branches, cv4: cv4 as Levels | null, ...trainedForBest({ cv4 }, a.end2end) }
  },
  forward(m, maps: readonly Tensor[], f, { nc, ch, kpt_shape }): Value {
    requireMaps(maps, ch)
    const hear = (box: Levels | null, cls: Levels | null, points: Levels | null) =>
      andSay(sayBoxes(box, cls, maps, f), 'kpts', points, maps, f)
    const [many, one] = [hear(m.cv2, m.cv3, m.cv4), hear(m.one2one_cv2, m.one2one_cv3, m.one2one_cv4)]
    const decode = decodeWithKeypoints(m.dfl, maps, keypointsOf(kpt_shape), 'corner', f)
    return returned(answer({ many, one, decode, nc, maxDet: m.maxDet }, f))
  },
  fuse: (m, a) => withoutMany(m, a, ['cv2', 'cv3', 'cv4']),
  *initialise(m, { nc }, strides) {
    yield* detectBiases(m.cv2, m.cv3, nc, strides, 2)
    yield* detectBiases(m.one2one_cv2, m.one2one_cv3, nc, strides, 2)
  },
  versions: {
    '<8.4': variant({
      args: { nc: int(80), kpt_shape: ints([17, 3]), ch: ints() },
      row: olderRow,
      build(a, env) {
        const [count, width] = keypointsOf(a.kpt_shape)
        return { ...olderBranches(env, a), cv4: extraBranch(env, a.ch, count * width) }
      },
      forward(m, maps: readonly Tensor[], f, { nc, kpt_shape }) {
        const levels = levelMaps(m, maps, f)
        const kpts = sayAll(m.cv4, maps, f)
        const found = () => {
          const [boxes, scores] = boxesAndScores(levels, nc, f)
          return decodeWithKeypoints(m.dfl, maps, keypointsOf(kpt_shape), 'corner', f)({ boxes, scores, kpts }, 'xywh')
        }
        return olderAnswer(levels, [kpts], found, f)
      },
      fuse: undefined,
      initialise: ({ cv2, cv3 }, { nc }, strides) => detectBiases(cv2, cv3, nc, strides, 1),
    }),
  },
})
