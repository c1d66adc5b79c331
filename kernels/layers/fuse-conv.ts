import { type AnyModule, type FuseOptions, type Param, init, moduleOf, param } from '../../graph-core/symbolic'
import { withTensors } from './with-tensors'

/** The convolution that `fuse_conv_and_bn` makes of a convolution and the batch normalisation behind it: the same weight, a bias. */
export function fusedConv<M extends AnyModule>(conv: M, how: FuseOptions): M {
  const { args, tree } = moduleOf(conv)
  const { weight } = tree as { weight: Param }
  const channels = (args as { out_channels: number }).out_channels
  const frozen = { frozen: how.freezes }
  return withTensors(
    conv,
    { weight: param(weight.shape, weight.init, frozen), bias: param([channels], init.zeros, frozen) },
    { bias: true },
  )
}

/** A convolution with a bias whose tensors carry no gradient, as a library makes it of several branches. */
export function frozenConv<M extends AnyModule>(conv: M): M {
  const { weight, bias } = moduleOf(conv).tree as { weight: Param; bias: Param }
  return withTensors(conv, {
    weight: param(weight.shape, weight.init, { frozen: true }),
    bias: param(bias.shape, bias.init, { frozen: true }),
  })
}
