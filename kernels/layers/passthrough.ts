/** Layers that keep values: identity, dropout in evaluation, flattening. */
import { type ArgRoles, bool, defineLayer, dim, float, int } from '../../graph-core/symbolic'
import { reshape } from '../ops/shape'

/** Takes any arguments and ignores them. https://pytorch.org/docs/stable/generated/torch.nn.Identity.html */
export const Identity = defineLayer('Identity', {
  file: 'linear',
  reads: 'anything',
  ignoresRest: true,
  args: {} as ArgRoles,
  forward: (_, x) => x,
})

export const Dropout = defineLayer('Dropout', { file: 'dropout', args: { p: float(0.5), inplace: bool(false) }, forward: (_, x) => x })

export const Flatten = defineLayer('Flatten', {
  file: 'flatten',
  args: { start_dim: int(1), end_dim: int(-1) },
  forward: ({ start_dim, end_dim }, x) => {
    const at = (axis: number) => (axis < 0 ? axis + x.rank : axis)
    const merged = dim.product(x.shape.slice(at(start_dim), at(end_dim) + 1))
    return reshape([x], { shape: [...x.shape.slice(0, at(start_dim)), merged, ...x.shape.slice(at(end_dim) + 1)] })
  },
})
