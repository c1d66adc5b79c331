import {
  type Env,
  type Frame,
  type Module,
  type ModuleList,
  type Tensor,
  bool,
  channels,
  defineBlock,
  float,
  inputChannels,
  int,
  repeats,
} from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { times } from '../../layers/times'
import { Bottleneck } from './bottleneck'
import { Conv } from './conv'

type Refine = Module<Tensor, Tensor>

/** The children of a stage that splits once and keeps every intermediate; `refine` makes what works on `c` channels. */
export function splitStage(
  env: Env,
  { c1, c2, n, e }: { readonly c1: number; readonly c2: number; readonly n: number; readonly e: number },
  refine: (c: number) => Refine,
) {
  const c = Math.trunc(c2 * e)
  return {
    cv1: Conv(env, c1, 2 * c, 1, 1),
    cv2: Conv(env, (2 + n) * c, c2, 1),
    m: nn.ModuleList(times(n, () => refine(c))),
  }
}

/** What such a stage computes. */
export function fuseEveryPiece({ cv1, cv2, m }: { cv1: Refine; cv2: Refine; m: ModuleList<Refine> }, x: Tensor, f: Frame): Tensor {
  const pieces: Tensor[] = [...cv1(x).chunk(2, 1)]
  for (const refine of m) pieces.push(refine(pieces.at(-1)!))
  return cv2(f.concat(pieces, 1))
}

const twice3x3 = [
  [3, 3],
  [3, 3],
]

/** Cross-stage stage that keeps every intermediate: split once, refine the tail n times, fuse all pieces. */
export const C2f = defineBlock('C2f', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'Splits once, refines the tail n times and fuses every intermediate. The stage of YOLOv8.',
    zh: { name: '快速跨阶段块', summary: '切分一次，尾部细化 n 次，融合所有中间结果。YOLOv8 的阶段。' },
  },
  args: { c1: inputChannels(), c2: channels(), n: repeats(1), shortcut: bool(false), g: int(1), e: float(0.5) },
  build: (a, env) => splitStage(env, a, (c) => Bottleneck(env, c, c, a.shortcut, a.g, twice3x3, 1)),
  forward: fuseEveryPiece,
})
