/** Normalisation layers. https://pytorch.org/docs/stable/nn.html#normalization-layers */
import {
  ShapeError,
  bool,
  buffer,
  defineLayer,
  dim,
  elements,
  float,
  hintOf,
  init,
  inputChannelsOf,
  int,
  optionalFloat,
  param,
  size,
} from '../../graph-core/symbolic'
import { batchNorm, groupNorm, layerNorm } from '../ops/norm'

/** thop: two operations an element, two more where affine. */
const perElement = (affine: boolean, input: readonly number[]) => elements(input) * (affine ? 4 : 2)

const batchNormLayer = (name: string) =>
  defineLayer(name, {
    file: 'batchnorm',
    row: (_, r) => [inputChannelsOf(r)],
    args: { num_features: int(), eps: float(1e-5), momentum: optionalFloat(0.1), affine: bool(true), track_running_stats: bool(true) },
    tensors: ({ num_features: c }) => ({
      weight: param([c], init.ones),
      bias: param([c], init.zeros),
      running_mean: buffer([c], init.zeros),
      running_var: buffer([c], init.ones),
      num_batches_tracked: buffer([], init.zeros, { dtype: 'i64' }),
    }),
    forward: ({ weight, bias, running_mean, running_var, eps }, x) => batchNorm([x, weight, bias, running_mean, running_var], { eps }),
    thop: (a, input) => perElement(a.affine, input),
  })

export const BatchNorm2d = batchNormLayer('BatchNorm2d')
export const BatchNorm1d = batchNormLayer('BatchNorm1d')

export const LayerNorm = defineLayer('LayerNorm', {
  file: 'normalization',
  args: { normalized_shape: size(), eps: float(1e-5), elementwise_affine: bool(true) },
  tensors: ({ normalized_shape: s, elementwise_affine }) => {
    const shape = typeof s === 'number' ? [s] : s
    return { weight: elementwise_affine ? param(shape, init.ones) : null, bias: elementwise_affine ? param(shape, init.zeros) : null }
  },
  forward: ({ weight, bias, normalized_shape: s, eps }, x) =>
    layerNorm(weight === null ? [x] : [x, weight, bias!], { shape: typeof s === 'number' ? [s] : s, eps }),
  thop: (a, input) => perElement(a.elementwise_affine, input),
})

export const GroupNorm = defineLayer('GroupNorm', {
  file: 'normalization',
  args: { num_groups: int(), num_channels: int(), eps: float(1e-5), affine: bool(true) },
  tensors: ({ num_groups, num_channels: c, affine }) => {
    if (c % num_groups !== 0) throw new ShapeError('arg.value', `GroupNorm: ${c} channels cannot be divided into ${num_groups} groups`)
    return { weight: affine ? param([c], init.ones) : null, bias: affine ? param([c], init.zeros) : null }
  },
  forward: ({ weight, bias, num_groups, eps }, x) => groupNorm(weight === null ? [x] : [x, weight, bias!], { groups: num_groups, eps }),
  thop: { '2.1.6': (a, input) => perElement(a.affine, input) },
})

/** Each channel of each image on its own. A map of one place has nothing to normalise over: torch refuses it. */
export const InstanceNorm2d = defineLayer('InstanceNorm2d', {
  file: 'instancenorm',
  args: { num_features: int(), eps: float(1e-5), momentum: float(0.1), affine: bool(false), track_running_stats: bool(false) },
  tensors: ({ num_features: c, affine, track_running_stats: tracks }) => ({
    weight: affine ? param([c], init.ones) : null,
    bias: affine ? param([c], init.zeros) : null,
    running_mean: tracks ? buffer([c], init.zeros) : null,
    running_var: tracks ? buffer([c], init.ones) : null,
    num_batches_tracked: tracks ? buffer([], init.zeros, { dtype: 'i64' }) : null,
  }),
  forward({ weight, bias, running_mean, running_var, num_features: c, eps }, x, f) {
    if (running_mean !== null) return batchNorm([x, weight ?? f.full([c], 1), bias ?? f.full([c], 0), running_mean, running_var!], { eps })
    if (hintOf(dim.mul(x.size(2), x.size(3))) === 1)
      throw new ShapeError('shape.too-small', 'InstanceNorm2d needs a map of more than one place')
    return groupNorm(weight === null ? [x] : [x, weight, bias!], { groups: x.size(1) as number, eps })
  },
  thop: (a, input) => perElement(a.affine, input),
})
