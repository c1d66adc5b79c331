import type { Size } from '../../../graph-core/symbolic'

/** Padding that keeps the size at stride 1: half the dilated kernel. A given padding is kept. */
export function autopad(kernel: Size, padding: Size | null = null, dilation = 1): Size {
  if (padding !== null) return padding
  const half = (k: number) => Math.floor((dilation > 1 ? dilation * (k - 1) + 1 : k) / 2)
  return typeof kernel === 'number' ? half(kernel) : kernel.map(half)
}
