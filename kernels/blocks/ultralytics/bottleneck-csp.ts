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

/** The children of such a stage; `refine` makes what is repeated on `c` channels. */
export function normalisedStage(
  env: Env,
  { c1, c2, n, e }: { readonly c1: number; readonly c2: number; readonly n: number; readonly e: number },
  refine: (c: number) => Refine,
) {
  const c = Math.trunc(c2 * e)
  return {
    cv1: Conv(env, c1, c, 1, 1),
    cv2: nn.Conv2d(c1, c, 1, 1, { bias: false }),
    cv3: nn.Conv2d(c, c, 1, 1, { bias: false }),
    cv4: Conv(env, 2 * c, c2, 1, 1),
    bn: nn.BatchNorm2d(2 * c),
    act: nn.SiLU(),
    m: nn.Sequential(times(n, () => refine(c))),
  }
}

type Parts = { readonly [K in 'cv1' | 'cv2' | 'cv3' | 'cv4' | 'bn' | 'act' | 'm']: Refine }

/** What such a stage computes. */
export function normaliseBranches({ cv1, cv2, cv3, cv4, bn, act, m }: Parts, x: Tensor, f: Frame): Tensor {
  return cv4(act(bn(f.concat([cv3(m(cv1(x))), cv2(x)], 1))))
}

/** The cross-stage stage before C3: plain convolutions at the ends of both branches, normalised together. https://arxiv.org/abs/1911.11929 */
export const BottleneckCSP = defineBlock('BottleneckCSP', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'The cross-stage stage before C3: two branches, normalised together where they meet.',
    zh: { name: '瓶颈跨阶段块', summary: 'C3 之前的跨阶段结构：两个分支在汇合处一起归一化。' },
    source: 'https://arxiv.org/abs/1911.11929',
  },
  args: { c1: inputChannels(), c2: channels(), n: repeats(1), shortcut: bool(true), g: int(1), e: float(0.5) },
  build: (a, env) => normalisedStage(env, a, (c) => Bottleneck(env, c, c, a.shortcut, a.g, { e: 1 })),
  forward: normaliseBranches,
})
