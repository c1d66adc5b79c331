import { type Tensor, bool, channels, defineBlock, float, inputChannels, int, repeats } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { times } from '../../layers/times'
import { Bottleneck } from './bottleneck'
import { Conv } from './conv'

/** C2f with two pointwise convolutions in place of a split. The parse rule does not know it: a row cannot name it in the stock library. */
export const C3f = defineBlock('C3f', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'C2f with two pointwise convolutions in place of a split.',
    zh: { name: '无切分 C2f', summary: '用两个逐点卷积代替切分的 C2f。' },
  },
  args: { c1: inputChannels(), c2: channels(), n: repeats(1), shortcut: bool(false), g: int(1), e: float(0.5) },
  build({ c1, c2, n, shortcut, g, e }, env) {
    const c = Math.trunc(c2 * e)
    return {
      cv1: Conv(env, c1, c, 1, 1),
      cv2: Conv(env, c1, c, 1, 1),
      cv3: Conv(env, (2 + n) * c, c2, 1),
      m: nn.ModuleList(times(n, () => Bottleneck(env, c, c, shortcut, g, [3, 3], 1))),
    }
  },
  forward({ cv1, cv2, cv3, m }, x, f) {
    const pieces: Tensor[] = [cv2(x), cv1(x)]
    for (const refine of m) pieces.push(refine(pieces.at(-1)!))
    return cv3(f.concat(pieces, 1))
  },
})
