/** Activation layers. Those with `inplace` overwrite their input when it is set, as initialize_weights of the libraries does. */
import {
  type Frame,
  type Tensor,
  any,
  bool,
  defineLayer,
  elements,
  float,
  init,
  int,
  optionalInt,
  param,
  text,
} from '../../graph-core/symbolic'
import * as ops from '../ops/elementwise'
import { softmax } from '../ops/matmul'

const inplace = { inplace: bool(false) }
const settle = (self: { readonly inplace: boolean }, x: Tensor, y: Tensor, f: Frame) => (self.inplace ? f.overwrite(x, y) : y)

const overwriting = (name: string, op: typeof ops.silu) =>
  defineLayer(name, { file: 'activation', args: inplace, forward: (self, x, f) => settle(self, x, op([x], null), f) })

const pure = (name: string, op: typeof ops.silu) => defineLayer(name, { file: 'activation', args: {}, forward: (_, x) => op([x], null) })

export const SiLU = overwriting('SiLU', ops.silu)
export const ReLU = overwriting('ReLU', ops.relu)
export const Hardswish = overwriting('Hardswish', ops.hardswish)
export const Hardsigmoid = overwriting('Hardsigmoid', ops.hardsigmoid)
export const Mish = overwriting('Mish', ops.mish)
export const Sigmoid = pure('Sigmoid', ops.sigmoid)
export const Tanh = pure('Tanh', ops.tanh)

export const ReLU6 = defineLayer('ReLU6', {
  file: 'activation',
  args: inplace,
  forward: (self, x, f) => settle(self, x, ops.clamp([x], { min: 0, max: 6 }), f),
})

export const LeakyReLU = defineLayer('LeakyReLU', {
  file: 'activation',
  args: { negative_slope: float(0.01), ...inplace },
  forward: (self, x, f) => settle(self, x, ops.leakyRelu([x], { slope: self.negative_slope }), f),
})

export const ELU = defineLayer('ELU', {
  file: 'activation',
  args: { alpha: float(1), ...inplace },
  forward: (self, x, f) => settle(self, x, ops.elu([x], { alpha: self.alpha }), f),
})

export const GELU = defineLayer('GELU', {
  file: 'activation',
  args: { approximate: text('none', ['none', 'tanh']) },
  forward: ({ approximate }, x) => (approximate === 'tanh' ? ops.tanhGelu : ops.gelu)([x], null),
})

export const Softplus = defineLayer('Softplus', {
  file: 'activation',
  args: { beta: any(1), threshold: any(20) },
  forward: (_, x) => ops.softplus([x], null),
})

export const PReLU = defineLayer('PReLU', {
  file: 'activation',
  args: { num_parameters: int(1), init: float(0.25) },
  tensors: (a) => ({ weight: param([a.num_parameters], init.constant(a.init)) }),
  forward: ({ weight }, x) => ops.prelu([x, weight], null),
  thop: (_, input) => elements(input),
})

export const Softmax = defineLayer('Softmax', {
  file: 'activation',
  args: { dim: optionalInt() },
  forward: ({ dim }, x) => softmax([x], { axis: dim ?? (x.rank === 0 || x.rank === 1 || x.rank === 3 ? 0 : 1) }),
  thop: (a, input) => {
    const n = input.at(a.dim ?? 1) ?? 1
    return (elements(input) / n) * (3 * n - 1)
  },
})
