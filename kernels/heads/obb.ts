import {
  type Env,
  type Frame,
  type HeadTraits,
  type Init,
  type Param,
  type Tensor,
  type Value,
  bool,
  defineBlock,
  int,
  ints,
  variant,
} from '../../graph-core/symbolic'
import { decodeTurnedBoxes, placesOf } from './decode-boxes'
import { type Levels, detectBiases, extraBranch } from './detect-branches'
import {
  type FamilyArgs,
  type Said,
  andSay,
  answer,
  boxesForm,
  familyBranches,
  familyRow,
  isEndToEnd,
  olderRow,
  requireMaps,
  returned,
  sayAll,
  sayBoxes,
  trainedForBest,
  withoutMany,
} from './detect-family'
import { boxesAndScores, levelMaps, olderAnswer, olderBranches } from './older-family'

/** From -¼π to ¾π. */
const angleOf = (said: Tensor): Tensor => said.sigmoid().sub(0.25).mul(Math.PI)

/** Turned boxes in pixels, scores, and the angle, at all places. */
const decodeTurned =
  (dfl: (x: Tensor) => Tensor, maps: readonly Tensor[], f: Frame) =>
  ({ boxes, scores, angle }: Said) =>
    f.concat([decodeTurnedBoxes(dfl(boxes), angle as Tensor, placesOf(maps, f), f), scores.sigmoid(), angle as Tensor], 1)

/** Turned boxes are centre and size even where they are the best ones. */
const head: HeadTraits = {
  task: 'obb',
  strides: 'traced',
  isEndToEnd,
  predictions: (args) => ({ ...boxesForm(args as FamilyArgs, { kind: 'angle' }), box: 'xywh' }),
}
const args = { nc: int(80), ne: int(1), reg_max: int(16), end2end: bool(false), ch: ints() }

function build(a: FamilyArgs & { readonly ne: number }, env: Env) {
  const branches = familyBranches(env, a)
  const cv4 = extraBranch(env, a.ch, a.ne)
  return { ...branches, cv4: cv4 as Levels | null, ...trainedForBest({ cv4 }, a.end2end) }
}

type Tree = Omit<ReturnType<typeof build>, 'maxDet'> & { readonly maxDet: number }

/** What both heads answer; `read` makes an angle of what is said. */
function find(m: Tree, maps: readonly Tensor[], f: Frame, { nc, ch }: FamilyArgs, read: (said: Tensor) => Tensor): Value {
  requireMaps(maps, ch)
  const hear = (box: Levels | null, cls: Levels | null, turn: Levels | null): Said | null => {
    const said = andSay(sayBoxes(box, cls, maps, f), 'angle', turn, maps, f)
    return said === null ? null : { ...said, angle: read(said['angle'] as Tensor) }
  }
  const [many, one] = [hear(m.cv2, m.cv3, m.cv4), hear(m.one2one_cv2, m.one2one_cv3, m.one2one_cv4)]
  return returned(answer({ many, one, decode: decodeTurned(m.dfl, maps, f), nc, maxDet: m.maxDet }, f))
}

const fuse = (m: ReturnType<typeof build>, a: FamilyArgs) => withoutMany(m, a, ['cv2', 'cv3', 'cv4'])

function* initialise(m: ReturnType<typeof build>, { nc }: FamilyArgs, strides: readonly number[]): Iterable<readonly [Param, Init]> {
  yield* detectBiases(m.cv2, m.cv3, nc, strides, 2)
  yield* detectBiases(m.one2one_cv2, m.one2one_cv3, nc, strides, 2)
}

const source = 'https://docs.ultralytics.com/tasks/obb/'

/** Detect whose boxes are turned: one angle more for every place. */
export const OBB = defineBlock('OBB', {
  library: 'ultralytics',
  file: 'head',
  about: {
    category: 'head',
    summary: 'Detect whose boxes are turned, for objects seen from above.',
    zh: { name: '旋转框头', summary: '检测框可旋转的 Detect，用于俯视目标。' },
    source,
  },
  head,
  reads: 'list',
  args,
  row: familyRow,
  build,
  forward: (m, maps: readonly Tensor[], f, a) => find(m, maps, f, a, angleOf),
  fuse,
  initialise,
  versions: {
    '<8.4': variant({
      args: { nc: int(80), ne: int(1), ch: ints() },
      row: olderRow,
      build: (a, env) => ({ ...olderBranches(env, a), cv4: extraBranch(env, a.ch, a.ne) }),
      forward(m, maps: readonly Tensor[], f, { nc }) {
        const levels = levelMaps(m, maps, f)
        const angle = angleOf(sayAll(m.cv4, maps, f))
        const found = () => {
          const [boxes, scores] = boxesAndScores(levels, nc, f)
          return decodeTurned(m.dfl, maps, f)({ boxes, scores, angle })
        }
        return olderAnswer(levels, [angle], found, f)
      },
      fuse: undefined,
      initialise: ({ cv2, cv3 }, { nc }, strides) => detectBiases(cv2, cv3, nc, strides, 1),
    }),
  },
})

/** OBB that says its angle directly. */
export const OBB26 = defineBlock('OBB26', {
  library: 'ultralytics',
  since: '8.4',
  file: 'head',
  about: {
    category: 'head',
    summary: 'OBB that says its angle directly. The head of YOLO26.',
    zh: { name: '旋转框头（YOLO26）', summary: '直接给出角度的 OBB，YOLO26 的头。' },
    source,
  },
  head,
  reads: 'list',
  args,
  row: familyRow,
  build,
  forward: (m, maps: readonly Tensor[], f, a) => find(m, maps, f, a, (said) => said),
  fuse,
  initialise,
})
