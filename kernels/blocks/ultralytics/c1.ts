import { channels, defineBlock, inputChannels, repeats } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { times } from '../../layers/times'
import { Conv } from './conv'

/** A pointwise convolution, then n 3×3 convolutions with one shortcut around them. */
export const C1 = defineBlock('C1', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'A pointwise convolution, then n 3×3 convolutions with one shortcut around them.',
    zh: { name: '单分支阶段', summary: '一个逐点卷积，再接 n 个 3×3 卷积，外加一条捷径。' },
  },
  args: { c1: inputChannels(), c2: channels(), n: repeats(1) },
  build: ({ c1, c2, n }, env) => ({ cv1: Conv(env, c1, c2, 1, 1), m: nn.Sequential(times(n, () => Conv(env, c2, c2, 3))) }),
  forward({ cv1, m }, x) {
    const y = cv1(x)
    return m(y).add(y)
  },
})
