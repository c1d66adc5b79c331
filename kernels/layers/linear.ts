import { bool, defineLayer, elements, init, int, param } from '../../graph-core/symbolic'
import { linear } from '../ops/matmul'

/** https://pytorch.org/docs/stable/generated/torch.nn.Linear.html */
export const Linear = defineLayer('Linear', {
  file: 'linear',
  args: { in_features: int(), out_features: int(), bias: bool(true) },
  tensors: (a) => {
    const bound = init.uniform(1 / Math.sqrt(a.in_features))
    return { weight: param([a.out_features, a.in_features], bound), bias: a.bias ? param([a.out_features], bound) : null }
  },
  forward: (self, x) => linear(self.bias === null ? [x, self.weight] : [x, self.weight, self.bias], null),
  thop: (a, _, out) => a.in_features * elements(out),
})
