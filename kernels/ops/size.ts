import { type Dim, defineOp } from '../../graph-core/symbolic'

/** A size as a number that can be computed with: a scalar tensor. */
export const sizeOf = defineOp<{ size: Dim }>('size', {
  infer: () => [{ shape: [], dtype: 'f32' }],
  macs: () => 0,
  onnx: (g, _, { size }) => {
    if (typeof size === 'number') return [g.constant([size], [], 'f32')]
    const whole = g.node('Squeeze', [g.dims([size])], { shape: [], dtype: 'i64' })
    return [g.node('Cast', [whole], { shape: [], dtype: 'f32' }, { to: 1 })]
  },
  torch: (p, _, { size }) => p`torch.full((), ${p.dim(size)}, dtype=torch.float32, device=${p.device})`,
})
