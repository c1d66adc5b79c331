/** torch.nn.functional.interpolate over the two spatial axes. https://pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html */
import { type Dim, defineOp, dim, hintOf } from '../../graph-core/symbolic'

export interface Resize {
  readonly mode: 'nearest' | 'bilinear' | 'bicubic'
  readonly alignCorners: boolean
  /** Factor per spatial axis, or null where `sizes` says the result. */
  readonly scales: readonly number[] | null
  readonly sizes: readonly Dim[] | null
}

function spatialSizes(spatial: readonly Dim[], { scales, sizes }: Resize): Dim[] {
  if (sizes !== null) return [...sizes]
  return spatial.map((d, i) => (Number.isInteger(scales![i]!) ? dim.mul(d, scales![i]!) : Math.floor(hintOf(d) * scales![i]!)))
}

const modes = { nearest: 'nearest', bilinear: 'linear', bicubic: 'cubic' } as const

export const resize = defineOp<Resize>('interpolate', {
  infer: ([x], a, check) => {
    const spatial = x!.shape.slice(2)
    if (a.scales !== null && a.scales.some((s) => !Number.isInteger(s))) spatial.forEach((d) => check.concrete(d, 'resizing by a fraction'))
    return [{ shape: [...x!.shape.slice(0, 2), ...spatialSizes(spatial, a)], dtype: x!.dtype }]
  },
  macs: (_, [out], { mode }) => (mode === 'nearest' ? 0 : out!.shape.reduce<number>((n, d) => n * hintOf(d), mode === 'bilinear' ? 4 : 16)),
  onnx: (g, [x], a, [out]) => {
    const attributes = {
      mode: modes[a.mode],
      coordinate_transformation_mode: a.mode === 'nearest' ? 'asymmetric' : a.alignCorners ? 'align_corners' : 'half_pixel',
      ...(a.mode === 'nearest' ? { nearest_mode: 'floor' } : {}),
      ...(a.mode === 'bicubic' ? { cubic_coeff_a: { float: -0.75 } } : {}),
    }
    if (a.scales !== null) {
      const scales = g.constant([1, 1, ...a.scales], [2 + a.scales.length], 'f32')
      return [g.node('Resize', [x!, null, scales], out!, attributes)]
    }
    return [g.node('Resize', [x!, null, null, g.dims(out!.shape)], out!, attributes)]
  },
  torch: (p, [x], a) => {
    const how = a.sizes === null ? p`scale_factor=${p.literal(a.scales)}` : p`size=(${p.dims(a.sizes)})`
    const corners = a.mode === 'nearest' ? 'None' : a.alignCorners ? 'True' : 'False'
    return p`torch.nn.functional.interpolate(${x!}, ${how}, mode='${a.mode}', align_corners=${corners})`
  },
})
