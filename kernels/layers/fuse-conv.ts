import { type AnyModule, type FuseOptions, Param, type Tree, init, makeModule, moduleOf, param } from '../../graph-core/symbolic'

/** The convolution that `fuse_conv_and_bn` makes of a convolution and the batch normalisation behind it: the same weight, a bias. */
export function fusedConv<M extends AnyModule>(conv: M, how: FuseOptions): M {
  const { definition, args, tree } = moduleOf(conv)
  const { weight } = tree as { weight: Param }
  const channels = (args as { out_channels: number }).out_channels
  const frozen = { frozen: how.freezes }
  const fused: Tree = { weight: param(weight.shape, weight.init, frozen), bias: param([channels], init.zeros, frozen) }
  return makeModule(definition, { ...args, bias: true }, fused) as AnyModule as M
}
