import { type AnyModule, type Module, type Tensor, type Value, defineBlock } from '../../graph-core/symbolic'
import { Conv } from '../blocks/ultralytics'
import * as nn from '../layers/nn'
import { type Levels, detectBiases } from './detect-branches'
import {
  type Said,
  answer,
  familyBranches,
  familyRow,
  requireMaps,
  returned,
  sayAll,
  sayBoxes,
  trainedForBest,
  withoutMany,
} from './detect-family'
import { decodeWithKeypoints, keypointsOf, pointsHead, poseArgs } from './pose'
import { RealNVP } from './real-nvp'

const levelsOf = (ch: readonly number[], make: (c: number) => Module<Tensor, Tensor>): Levels => nn.ModuleList(ch.map(make))

/** The branches that speak of keypoints: features, points of them, and in training how sure of each. */
interface PointBranches {
  readonly pose: Levels | null
  readonly points: Levels | null
  readonly sigma: Levels | null
}

/** Pose that reads keypoints and how sure it is of them from the same features. */
export const Pose26 = defineBlock('Pose26', {
  library: 'ultralytics',
  since: '8.4',
  file: 'head',
  about: {
    category: 'head',
    summary: 'Pose that learns how sure it is of each keypoint. The head of YOLO26.',
    zh: { name: '姿态头（YOLO26）', summary: '学习每个关键点可信度的 Pose，YOLO26 的头。' },
    source: 'https://docs.ultralytics.com/tasks/pose/',
  },
  head: pointsHead,
  reads: 'list',
  args: poseArgs,
  row: familyRow,
  build(a, env) {
    const [count, width] = keypointsOf(a.kpt_shape)
    const branches = familyBranches(env, a)
    const hidden = Math.max(Math.floor(a.ch[0]! / 4), count * (width + 2))
    const cv4 = levelsOf(a.ch, (c) => nn.Sequential([Conv(env, c, hidden, 3), Conv(env, hidden, hidden, 3)]))
    const cv4_kpts = levelsOf(a.ch, () => nn.Conv2d(hidden, count * width, 1))
    const cv4_sigma = levelsOf(a.ch, () => nn.Conv2d(hidden, count * 2, 1))
    return {
      ...branches,
      cv4: cv4 as Levels | null,
      ...trainedForBest({ cv4 }, a.end2end),
      flow_model: RealNVP(env) as AnyModule | null,
      cv4_kpts: cv4_kpts as Levels | null,
      cv4_sigma: cv4_sigma as Levels | null,
      ...trainedForBest({ cv4_kpts, cv4_sigma }, a.end2end),
    }
  },
  forward(m, maps: readonly Tensor[], f, { nc, ch, kpt_shape }): Value {
    requireMaps(maps, ch)
    const hear = (box: Levels | null, cls: Levels | null, { pose, points, sigma }: PointBranches): Said | null => {
      const said = sayBoxes(box, cls, maps, f)
      if (said === null || pose === null || points === null) return said
      const features = pose.map((level, i) => level(maps[i]!))
      const all = { ...said, kpts: sayAll(points, features, f) }
      return f.mode === 'raw' && sigma !== null ? { ...all, kpts_sigma: sayAll(sigma, features, f) } : all
    }
    const many = hear(m.cv2, m.cv3, { pose: m.cv4, points: m.cv4_kpts, sigma: m.cv4_sigma })
    const own = { pose: m.one2one_cv4, points: m.one2one_cv4_kpts, sigma: m.one2one_cv4_sigma }
    const one = hear(m.one2one_cv2, m.one2one_cv3, own)
    const decode = decodeWithKeypoints(m.dfl, maps, keypointsOf(kpt_shape), 'centre', f)
    return returned(answer({ many, one, decode, nc, maxDet: m.maxDet }, f))
  },
  fuse: (m, a) => withoutMany(m, a, ['cv2', 'cv3', 'cv4', 'flow_model', 'cv4_kpts', 'cv4_sigma', 'one2one_cv4_sigma']),
  *initialise(m, { nc }, strides) {
    yield* detectBiases(m.cv2, m.cv3, nc, strides, 2)
    yield* detectBiases(m.one2one_cv2, m.one2one_cv3, nc, strides, 2)
  },
})
