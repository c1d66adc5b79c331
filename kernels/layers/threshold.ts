/** Activations that cut small values away. https://pytorch.org/docs/stable/nn.html#non-linear-activations-weighted-sum-nonlinearity */
import { defineLayer, float } from '../../graph-core/symbolic'
import { shrink } from '../ops/elementwise'
import { inplace, settle } from './inplace'

/** Values within ± lambd become 0, the others stay. */
export const Hardshrink = defineLayer('Hardshrink', {
  file: 'activation',
  args: { lambd: float(0.5) },
  forward: ({ lambd }, x) => shrink([x], { lambd, kind: 'hard' }),
})

/** Values within ± lambd become 0, the others come nearer to it by as much. */
export const Softshrink = defineLayer('Softshrink', {
  file: 'activation',
  args: { lambd: float(0.5) },
  forward: ({ lambd }, x) => shrink([x], { lambd, kind: 'soft' }),
})

/** x - tanh(x). */
export const Tanhshrink = defineLayer('Tanhshrink', { file: 'activation', args: {}, forward: (_, x) => x.sub(x.tanh()) })

/** Another value for all that is not above the threshold. */
export const Threshold = defineLayer('Threshold', {
  file: 'activation',
  args: { threshold: float(), value: float(), ...inplace },
  forward: (self, x, f) => settle(self, x, x.gt(self.threshold).where(x, f.constant([self.value])), f),
})
