/** x · relu6(x + 3) / 6 as the modules that coordinate attention registers. */
import { defineBlock } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

const HSigmoid = defineBlock('h_sigmoid', {
  library: 'graft',
  args: {},
  build: () => ({ relu: nn.ReLU6({ inplace: true }) }),
  forward: ({ relu }, x) => relu(x.add(3)).div(6),
})

export const HSwish = defineBlock('h_swish', {
  library: 'graft',
  args: {},
  build: (_, env) => ({ sigmoid: HSigmoid(env) }),
  forward: ({ sigmoid }, x) => x.mul(sigmoid(x)),
})
