import { type Tensor, defineBlock, init, param } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'

/** U(0, 1). */
const start = init.shiftedUniform(0.5, () => [0.5])

/** An activation with two learned numbers, between sigmoid-like gates of different steepness. https://arxiv.org/abs/2302.08714 */
export const AGLU = defineBlock('AGLU', {
  library: 'ultralytics',
  file: 'activation',
  about: {
    category: 'other',
    summary: 'An activation with two learned numbers.',
    zh: { name: '自适应激活', summary: '带两个可学习参数的激活函数。' },
    source: 'https://arxiv.org/abs/2302.08714',
  },
  args: {},
  build: () => ({ act: nn.Softplus(-1), lambd: param([1], start), kappa: param([1], start) }),
  forward({ act, lambd, kappa }, x: Tensor) {
    const slope = lambd.clamp(0.0001)
    return slope
      .rdiv(1)
      .mul(act(x.mul(kappa).sub(slope.log())))
      .exp()
  },
})
