import { type ArgValue, type Role, ShapeError, defineLayer, elements, optionalBool, optionalSize, text } from '../../graph-core/symbolic'
import { axes } from './axes'
import { resize } from '../ops/resize'

const factor: Role<number | readonly number[] | null> = {
  kind: 'float',
  default: null,
  expected: 'a number, [height, width] or None',
  read: (v: ArgValue) =>
    v === null || typeof v === 'number' || (Array.isArray(v) && v.every((x) => typeof x === 'number')) ? v : undefined,
}

const pair = (v: number | readonly number[]): readonly number[] => axes(v, 2)

const costs: { readonly [mode: string]: number } = { nearest: 1, linear: 5, bilinear: 11, bicubic: 259 }
const perElement = (mode: string, out: readonly number[]) => (costs[mode] ?? 0) * elements(out)

/** https://pytorch.org/docs/stable/generated/torch.nn.Upsample.html */
export const Upsample = defineLayer('Upsample', {
  file: 'upsampling',
  args: {
    size: optionalSize(),
    scale_factor: factor,
    mode: text('nearest', ['nearest', 'bilinear', 'bicubic']),
    align_corners: optionalBool(),
  },
  forward: (self, x) => {
    if ((self.size === null) === (self.scale_factor === null)) {
      throw new ShapeError('arg.value', 'Upsample needs either size or scale_factor')
    }
    return resize([x], {
      mode: self.mode as 'nearest' | 'bilinear' | 'bicubic',
      alignCorners: self.align_corners === true,
      scales: self.scale_factor === null ? null : pair(self.scale_factor),
      sizes: self.size === null ? null : pair(self.size),
    })
  },
  thop: {
    '0.1.1': (a, _, out) => perElement(a.mode, out),
    '2.0.18': (a, _, out) => perElement(a.mode, out),
    '2.1.6': (a, _, out) => (a.mode === 'nearest' ? 0 : perElement(a.mode, out)),
  },
})
