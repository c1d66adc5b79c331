import { type AnyModule, type Tree, makeModule, moduleOf } from '../../graph-core/symbolic'

/** The same layer around other parameters and buffers, with some arguments replaced. */
export function withTensors<M extends AnyModule>(layer: M, tensors: Tree, args: object = {}): M {
  const info = moduleOf(layer)
  return makeModule(info.definition, { ...info.args, ...args }, tensors) as AnyModule as M
}
