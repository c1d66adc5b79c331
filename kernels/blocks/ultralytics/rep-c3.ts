import { type Module, type Tensor, channels, defineBlock, float, inputChannels, repeats } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { times } from '../../layers/times'
import { Conv } from './conv'
import { RepConv } from './rep-conv'

/** Two branches that are added, one of them refined by n RepConvs: the fusion of RT-DETR’s neck. https://arxiv.org/abs/2304.08069 */
export const RepC3 = defineBlock('RepC3', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'Two branches that are added, one of them refined by n RepConvs. The stage of RT-DETR’s neck.',
    zh: { name: '重参数 C3', summary: '两个分支相加，其中一个由 n 个 RepConv 细化。RT-DETR 颈部的阶段。' },
    source: 'https://arxiv.org/abs/2304.08069',
  },
  args: { c1: inputChannels(), c2: channels(), n: repeats(3), e: float(1) },
  build({ c1, c2, n, e }, env) {
    const c = Math.trunc(c2 * e)
    return {
      cv1: Conv(env, c1, c, 1, 1),
      cv2: Conv(env, c1, c, 1, 1),
      m: nn.Sequential(times(n, () => RepConv(env, c, c))),
      cv3: (c === c2 ? nn.Identity() : Conv(env, c, c2, 1, 1)) as Module<Tensor, Tensor>,
    }
  },
  forward: ({ cv1, cv2, m, cv3 }, x) => cv3(m(cv1(x)).add(cv2(x))),
})
