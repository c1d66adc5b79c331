import {
  type Env,
  type Frame,
  type HeadTraits,
  type Init,
  type Module,
  type ModuleList,
  type Param,
  type Tensor,
  type Value,
  bool,
  defineBlock,
  init,
  int,
  ints,
  tensorAt,
  variant,
} from '../../graph-core/symbolic'
import { Conv } from '../blocks/ultralytics'
import * as nn from '../layers/nn'
import { BNContrastiveHead, type Compared, ContrastiveHead } from './contrastive-head'
import { decodeBoxes, placesOf } from './decode-boxes'
import { type Levels, classChannels } from './detect-branches'
import { type Said, answer, boxesForm, familyBranches, familyRow, olderRow, requireMaps, returned, sayAll } from './detect-family'
import { boxesAndScores, olderAnswer, olderBranches } from './older-family'

interface WorldArgs {
  readonly nc: number
  readonly embed: number
  readonly with_bn: boolean
  readonly ch: readonly number[]
}

/** What compares each level with the text. */
export type Comparisons = ModuleList<Module<Compared, Tensor>>

/** Embeddings of all places, and what compares them with the text. */
function comparing(env: Env, { nc, embed, with_bn, ch }: WorldArgs) {
  const hidden = classChannels(ch, nc)
  return {
    cv3: nn.ModuleList(
      ch.map((c) => nn.Sequential([Conv(env, c, hidden, 3), Conv(env, hidden, hidden, 3), nn.Conv2d(hidden, embed, 1)])),
    ) as Levels,
    cv4: nn.ModuleList(ch.map(() => (with_bn ? BNContrastiveHead(env, embed) : ContrastiveHead(env)))) as Comparisons,
  }
}

/** A score of every class of the text for every place, a map a level. */
export const compareAll = (cv3: Levels, cv4: Comparisons, maps: readonly Tensor[], text: Tensor): Tensor[] =>
  cv3.map((level, i) => cv4[i]!([level(maps[i]!), text]))

/** Boxes start at half their usual size. */
function* startingBoxes(cv2: Levels): Iterable<readonly [Param, Init]> {
  for (const level of cv2) yield [tensorAt(level, '2.bias') as Param, init.constant(1)]
}

const flat = (maps: readonly Tensor[], f: Frame) =>
  f.concat(
    maps.map((map) => map.flatten(2)),
    2,
  )

const head: HeadTraits = {
  task: 'detect',
  strides: 'traced',
  words: init.normal(1),
  predictions: (a) => boxesForm({ nc: (a as WorldArgs).nc }),
}
const first = { nc: int(80), embed: int(512), with_bn: bool(false) }

/** Detect whose classes are a text: it scores how alike each place and each class's embedding are. https://arxiv.org/abs/2401.17270 */
export const WorldDetect = defineBlock('WorldDetect', {
  library: 'ultralytics',
  file: 'head',
  about: {
    category: 'head',
    summary: 'Detect whose classes are given as a text, so that it finds what it was never trained for.',
    zh: { name: '开放词汇检测头', summary: '类别以文本给出的 Detect，可找到从未训练过的目标。' },
    source: 'https://arxiv.org/abs/2401.17270',
  },
  head,
  reads: 'list',
  text: 'given',
  args: { ...first, reg_max: int(16), end2end: bool(false), ch: ints() },
  row: familyRow,
  build: (a, env) => ({ ...familyBranches(env, a), ...comparing(env, a) }),
  forward({ cv2, cv3, cv4, dfl, maxDet }, [maps, text]: readonly [readonly Tensor[], Tensor], f, { nc, ch }): Value {
    requireMaps(maps, ch)
    const said: Said = { boxes: sayAll(cv2!, maps, f), scores: flat(compareAll(cv3, cv4, maps, text), f), feats: maps }
    const decode = ({ boxes, scores }: Said) => f.concat([decodeBoxes(dfl(boxes), placesOf(maps, f), 'xywh', f), scores.sigmoid()], 1)
    return returned(answer({ many: said, one: null, decode, nc, maxDet }, f))
  },
  initialise: ({ cv2 }) => startingBoxes(cv2!),
  versions: {
    '<8.4': variant({
      args: { ...first, ch: ints() },
      row: olderRow,
      build: (a, env) => ({ ...olderBranches(env, a), ...comparing(env, a) }),
      forward({ cv2, cv3, cv4, dfl }, [maps, text]: readonly [readonly Tensor[], Tensor], f, { nc, ch }) {
        requireMaps(maps, ch)
        const levels = compareAll(cv3, cv4, maps, text).map((scores, i) => f.concat([cv2[i]!(maps[i]!), scores], 1))
        const found = () => {
          const [boxes, scores] = boxesAndScores(levels, nc, f)
          return f.concat([decodeBoxes(dfl(boxes), placesOf(maps, f), 'xywh', f), scores.sigmoid()], 1)
        }
        return olderAnswer(levels, [], found, f)
      },
      initialise: ({ cv2 }) => startingBoxes(cv2),
    }),
  },
})
