import {
  type Env,
  type Frame,
  type Module,
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

/** The children of a stage with two branches, one of them refined n times; `refine` makes what works on `c` channels. */
export function twoBranchStage(
  env: Env,
  { c1, c2, n, e }: { readonly c1: number; readonly c2: number; readonly n: number; readonly e: number },
  refine: (c: number) => Refine,
) {
  const c = Math.trunc(c2 * e)
  return {
    cv1: Conv(env, c1, c, 1, 1),
    cv2: Conv(env, c1, c, 1, 1),
    cv3: Conv(env, 2 * c, c2, 1),
    m: nn.Sequential(times(n, () => refine(c))),
  }
}

/** What such a stage computes. */
export function fuseBranches({ cv1, cv2, cv3, m }: { [K in 'cv1' | 'cv2' | 'cv3' | 'm']: Refine }, x: Tensor, f: Frame): Tensor {
  return cv3(f.concat([m(cv1(x)), cv2(x)], 1))
}

const pointThen3x3 = [
  [1, 1],
  [3, 3],
]

/** Cross-stage stage with two branches: one refined n times, one passed by, fused at the end. */
export const C3 = defineBlock('C3', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'Refines one branch n times, passes the other by and fuses both. The stage of YOLOv5.',
    zh: { name: '跨阶段块', summary: '一个分支细化 n 次，另一个直接通过，最后融合。YOLOv5 的阶段。' },
  },
  args: { c1: inputChannels(), c2: channels(), n: repeats(1), shortcut: bool(true), g: int(1), e: float(0.5) },
  build: (a, env) => twoBranchStage(env, a, (c) => Bottleneck(env, c, c, a.shortcut, a.g, pointThen3x3, 1)),
  forward: fuseBranches,
})
