import { type Tensor, bool, channels, defineBlock, float, inputChannels, int, repeats } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { times } from '../../layers/times'
import { Bottleneck } from './bottleneck'
import { Conv } from './conv'

/** Cross-stage stage that splits the channels, refines one half n times and joins it to the other. */
export const C2 = defineBlock('C2', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'Splits the channels, refines one half n times and joins it to the other.',
    zh: { name: '两段阶段', summary: '切分通道，一半细化 n 次后与另一半合并。' },
  },
  args: { c1: inputChannels(), c2: channels(), n: repeats(1), shortcut: bool(true), g: int(1), e: float(0.5) },
  build({ c1, c2, n, shortcut, g, e }, env) {
    const c = Math.trunc(c2 * e)
    return {
      cv1: Conv(env, c1, 2 * c, 1, 1),
      cv2: Conv(env, 2 * c, c2, 1),
      m: nn.Sequential(times(n, () => Bottleneck(env, c, c, shortcut, g, [3, 3], 1))),
    }
  },
  forward({ cv1, cv2, m }, x, f) {
    const [refined, kept] = cv1(x).chunk(2, 1) as [Tensor, Tensor]
    return cv2(f.concat([m(refined), kept], 1))
  },
})
