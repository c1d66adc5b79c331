import {
  type ArgValue,
  type Role,
  ShapeError,
  type Size,
  type Tensor,
  defineLayer,
  elements,
  optionalBool,
  optionalSize,
  text,
} from '../../graph-core/symbolic'
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

type Mode = 'nearest' | 'bilinear' | 'bicubic'

/** To a size or by a factor, whichever is given; throws ShapeError `arg.value` where both or none are. */
function resized(
  layer: string,
  to: { readonly size: Size | null; readonly scale_factor: number | readonly number[] | null },
  x: Tensor,
  mode: Mode,
  alignCorners: boolean,
): Tensor {
  if ((to.size === null) === (to.scale_factor === null)) throw new ShapeError('arg.value', `${layer} needs either size or scale_factor`)
  return resize([x], {
    mode,
    alignCorners,
    scales: to.scale_factor === null ? null : pair(to.scale_factor),
    sizes: to.size === null ? null : pair(to.size),
  })
}

/** https://pytorch.org/docs/stable/generated/torch.nn.Upsample.html */
export const Upsample = defineLayer('Upsample', {
  file: 'upsampling',
  args: {
    size: optionalSize(),
    scale_factor: factor,
    mode: text('nearest', ['nearest', 'bilinear', 'bicubic']),
    align_corners: optionalBool(),
  },
  forward: (self, x) => resized('Upsample', self, x, self.mode as Mode, self.align_corners === true),
  thop: {
    '0.1.1': (a, _, out) => perElement(a.mode, out),
    '2.0.18': (a, _, out) => perElement(a.mode, out),
    '2.1.6': (a, _, out) => (a.mode === 'nearest' ? 0 : perElement(a.mode, out)),
  },
})

/** Upsample by bilinear interpolation that keeps the corners. https://pytorch.org/docs/stable/generated/torch.nn.UpsamplingBilinear2d.html */
export const UpsamplingBilinear2d = defineLayer('UpsamplingBilinear2d', {
  file: 'upsampling',
  args: { size: optionalSize(), scale_factor: factor },
  forward: (self, x) => resized('UpsamplingBilinear2d', self, x, 'bilinear', true),
  thop: (_, __, out) => perElement('bilinear', out),
})
