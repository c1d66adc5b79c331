import { bool, channels, defineBlock, float, inputChannels, int, repeats } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { times } from '../../layers/times'
import { Bottleneck } from './bottleneck'
import { Conv } from './conv'

/** The cross-stage stage before C3: plain convolutions at the ends of both branches, normalised together. https://arxiv.org/abs/1911.11929 */
export const BottleneckCSP = defineBlock('BottleneckCSP', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'The cross-stage stage before C3: two branches, normalised together where they meet.',
    source: 'https://arxiv.org/abs/1911.11929',
  },
  args: { c1: inputChannels(), c2: channels(), n: repeats(1), shortcut: bool(true), g: int(1), e: float(0.5) },
  build({ c1, c2, n, shortcut, g, e }, env) {
    const c = Math.trunc(c2 * e)
    return {
      cv1: Conv(env, c1, c, 1, 1),
      cv2: nn.Conv2d(c1, c, 1, 1, { bias: false }),
      cv3: nn.Conv2d(c, c, 1, 1, { bias: false }),
      cv4: Conv(env, 2 * c, c2, 1, 1),
      bn: nn.BatchNorm2d(2 * c),
      act: nn.SiLU(),
      m: nn.Sequential(times(n, () => Bottleneck(env, c, c, shortcut, g, { e: 1 }))),
    }
  },
  forward: ({ cv1, cv2, cv3, cv4, bn, act, m }, x, f) => cv4(act(bn(f.concat([cv3(m(cv1(x))), cv2(x)], 1)))),
})
