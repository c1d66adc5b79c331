import { type Frame, type Tensor, bool } from '../../graph-core/symbolic'

/** The argument of layers that may overwrite their input. */
export const inplace = { inplace: bool(false) }

/** The result of such a layer, in place of its input where it was asked for. */
export const settle = (self: { readonly inplace: boolean }, x: Tensor, y: Tensor, f: Frame) => (self.inplace ? f.overwrite(x, y) : y)
