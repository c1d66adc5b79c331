/** Activation layers. Those with `inplace` overwrite their input when it is set, as initialize_weights of the libraries does. */
import { defineLayer, elements, float, init, int, optionalInt, param, text } from '../../graph-core/symbolic'
import * as ops from '../ops/elementwise'
import { softmax } from '../ops/matmul'
import { inplace, settle } from './inplace'

const overwriting = (name: string, op: typeof ops.silu) =>
  defineLayer(name, { file: 'activation', args: inplace, forward: (self, x, f) => settle(self, x, op([x], null), f) })

const pure = (name: string, op: typeof ops.silu) => defineLayer(name, { file: 'activation', args: {}, forward: (_, x) => op([x], null) })

export const SiLU = overwriting('SiLU', ops.silu)
export const ReLU = overwriting('ReLU', ops.relu)
export const Hardswish = overwriting('Hardswish', ops.hardswish)
export const Hardsigmoid = overwriting('Hardsigmoid', ops.hardsigmoid)
export const Mish = overwriting('Mish', ops.mish)
export const SELU = overwriting('SELU', ops.selu)
export const Sigmoid = pure('Sigmoid', ops.sigmoid)
export const Tanh = pure('Tanh', ops.tanh)
export const Softsign = pure('Softsign', ops.softsign)

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

export const CELU = defineLayer('CELU', {
  file: 'activation',
  args: { alpha: float(1), ...inplace },
  forward: (self, x, f) => settle(self, x, ops.celu([x], { alpha: self.alpha }), f),
})

export const Hardtanh = defineLayer('Hardtanh', {
  file: 'activation',
  args: { min_val: float(-1), max_val: float(1), ...inplace },
  forward: (self, x, f) => settle(self, x, ops.clamp([x], { min: self.min_val, max: self.max_val }), f),
})

export const GELU = defineLayer('GELU', {
  file: 'activation',
  args: { approximate: text('none', ['none', 'tanh']) },
  forward: ({ approximate }, x) => (approximate === 'tanh' ? ops.tanhGelu : ops.gelu)([x], null),
})

/** log(1 + exp(beta · x)) / beta, and x itself where beta · x is past the threshold. */
export const Softplus = defineLayer('Softplus', {
  file: 'activation',
  args: { beta: float(1), threshold: float(20) },
  forward: ({ beta, threshold }, x) => {
    const scaled = beta === 1 ? x : x.mul(beta)
    const soft = beta === 1 ? scaled.softplus() : scaled.softplus().div(beta)
    return threshold === 20 ? soft : scaled.gt(threshold).where(x, soft)
  },
})

/** log(sigmoid(x)). */
export const LogSigmoid = defineLayer('LogSigmoid', { file: 'activation', args: {}, forward: (_, x) => x.neg().softplus().neg() })

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
