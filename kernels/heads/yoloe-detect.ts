import {
  type AnyModule,
  type Env,
  type Frame,
  type Init,
  type Param,
  ShapeError,
  type Tensor,
  type Value,
  bool,
  defineBlock,
  init,
  int,
  ints,
  tensorAt,
} from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { BNContrastiveHead } from './contrastive-head'
import { decodeBoxes, placesOf } from './decode-boxes'
import { type Levels, classBranch, classChannels } from './detect-branches'
import {
  type FamilyArgs,
  type Said,
  answer,
  boxesHead,
  familyBranches,
  familyRow,
  requireMaps,
  returned,
  sayAll,
  trainedForBest,
  withoutMany,
} from './detect-family'
import { SAVPE } from './savpe'
import { Residual } from './text-embedding'
import { type Comparisons, compareAll } from './world-detect'

export interface TextArgs extends FamilyArgs {
  readonly embed: number
  readonly with_bn: boolean
}

/** The children all YOLOE heads begin with. */
export function textBranches(env: Env, a: TextArgs) {
  const { nc, embed, with_bn, end2end, ch } = a
  if (ch.length === 0) throw new ShapeError('shape.input', 'a head needs at least one level')
  const hidden = classChannels(ch, nc)
  if (hidden > embed)
    throw new ShapeError('arg.value', `the embedding has ${embed} channels, fewer than the ${hidden} of the branch before it`)
  if (!with_bn) throw new ShapeError('arg.value', 'a YOLOE head is built with batch normalisation only', 'Write True as its last argument.')
  const branches = familyBranches(env, a, classBranch(env, ch, nc, embed))
  const cv4 = nn.ModuleList(ch.map(() => BNContrastiveHead(env, embed))) as Comparisons
  return {
    ...branches,
    cv4: cv4 as Comparisons | null,
    ...trainedForBest({ cv4 }, end2end),
    reprta: Residual(env, embed) as AnyModule,
    savpe: SAVPE(env, ch, hidden, embed) as AnyModule,
  }
}

/** Boxes, and how alike each place and each class of the text are; null for branches that are gone. */
export function sayCompared(
  [box, cls, comparisons]: readonly [Levels | null, Levels | null, Comparisons | null],
  maps: readonly Tensor[],
  text: Tensor,
  f: Frame,
): Said | null {
  if (box === null || cls === null || comparisons === null) return null
  const scores = compareAll(cls, comparisons, maps, text).map((map) => map.flatten(2))
  return { boxes: sayAll(box, maps, f), scores: f.concat(scores, 2), feats: maps }
}

type Branches = ReturnType<typeof textBranches>

/** Boxes of a usual size, no class preferred, and 5 objects of some class in a 640 px image. */
export function* textBiases(m: Branches, { nc }: TextArgs, strides: readonly number[]): Iterable<readonly [Param, Init]> {
  const sets = [
    [m.cv2, m.cv3, m.cv4],
    [m.one2one_cv2, m.one2one_cv3, m.one2one_cv4],
  ] as const
  for (const [box, cls, comparisons] of sets) {
    if (box === null || cls === null || comparisons === null) continue
    for (const [i, stride] of strides.slice(0, box.length).entries()) {
      yield [tensorAt(box[i]!, '2.bias') as Param, init.constant(2)]
      yield [tensorAt(cls[i]!, '2.bias') as Param, init.zeros]
      yield [tensorAt(comparisons[i]!, 'bias') as Param, init.constant(Math.log(5 / nc / (640 / stride) ** 2))]
    }
  }
}

/** Detect whose classes are a text. https://arxiv.org/abs/2503.07465 */
export const YOLOEDetect = defineBlock('YOLOEDetect', {
  library: 'ultralytics',
  since: '8.4',
  file: 'head',
  about: {
    category: 'head',
    summary: 'Detect whose classes are a text or regions a user points at. The head of YOLOE.',
    zh: { name: 'YOLOE 检测头', summary: '类别为文本或用户指定区域的 Detect，YOLOE 的头。' },
    source: 'https://arxiv.org/abs/2503.07465',
  },
  head: { ...boxesHead('detect'), words: init.zeros },
  reads: 'list',
  text: 'given',
  args: { nc: int(80), embed: int(512), with_bn: bool(false), reg_max: int(16), end2end: bool(false), ch: ints() },
  row: familyRow,
  build: (a, env) => textBranches(env, a),
  forward(m, [maps, text]: readonly [readonly Tensor[], Tensor], f, { nc, ch }): Value {
    requireMaps(maps, ch)
    const many = sayCompared([m.cv2, m.cv3, m.cv4], maps, text, f)
    const one = sayCompared([m.one2one_cv2, m.one2one_cv3, m.one2one_cv4], maps, text, f)
    const decode = ({ boxes, scores }: Said, form: 'xywh' | 'xyxy') =>
      f.concat([decodeBoxes(m.dfl(boxes), placesOf(maps, f), form, f), scores.sigmoid()], 1)
    return returned(answer({ many, one, decode, nc, maxDet: m.maxDet }, f))
  },
  fuse: (m, a) => withoutMany(m, a, ['cv2', 'cv3', 'cv4']),
  initialise: (m, a, strides) => textBiases(m, a, strides),
})
