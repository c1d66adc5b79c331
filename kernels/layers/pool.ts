/** Pooling layers. https://pytorch.org/docs/stable/nn.html#pooling-layers */
import { type ArgValue, type Role, type Size, bool, defineLayer, elements, optionalSize, size } from '../../graph-core/symbolic'
import { axes } from './axes'
import { adaptivePool, avgPool, maxPool } from '../ops/pool'

const pair = (value: Size): readonly number[] => axes(value, 2)

export const MaxPool2d = defineLayer('MaxPool2d', {
  file: 'pooling',
  args: {
    kernel_size: size(),
    stride: optionalSize(),
    padding: size(0),
    dilation: size(1),
    return_indices: bool(false),
    ceil_mode: bool(false),
  },
  forward: (self, x) =>
    maxPool([x], {
      kernel: pair(self.kernel_size),
      stride: pair(self.stride ?? self.kernel_size),
      padding: pair(self.padding),
      dilation: pair(self.dilation),
      ceil: self.ceil_mode,
    }),
})

export const AvgPool2d = defineLayer('AvgPool2d', {
  file: 'pooling',
  args: { kernel_size: size(), stride: optionalSize(), padding: size(0), ceil_mode: bool(false), count_include_pad: bool(true) },
  forward: (self, x) =>
    avgPool([x], {
      kernel: pair(self.kernel_size),
      stride: pair(self.stride ?? self.kernel_size),
      padding: pair(self.padding),
      ceil: self.ceil_mode,
      countIncludePad: self.count_include_pad,
    }),
  thop: {
    '0.1.1': (_, __, out) => elements(out),
    '2.0.18': (_, __, out) => elements(out),
    '2.1.6': (a, _, out) => elements(out) * (elements(pair(a.kernel_size)) + 1),
  },
})

type Cells = number | null | readonly (number | null)[]

/** A number, [height, width], or None to keep an axis. */
const outputSize: Role<Cells> = {
  kind: 'size',
  expected: 'a whole number, [height, width] or None',
  read: (v: ArgValue) => {
    const isCell = (x: unknown) => x === null || (typeof x === 'number' && Number.isInteger(x))
    return isCell(v) || (Array.isArray(v) && v.every(isCell)) ? (v as Cells) : undefined
  },
}

const cells = (value: Cells): readonly (number | null)[] => (typeof value === 'number' || value === null ? [value, value] : value)

/** thop 2.0: the mean window size, taken as one number, plus one, for each output. */
const meanWindow = (_: unknown, input: readonly number[], out: readonly number[]) => {
  const window = elements(input.slice(2).map((d, i) => d / out[i + 2]!))
  return Math.trunc((window + 1) * elements(out))
}

/** thop 2.1: every input cell as often as windows cover it, plus one division an output. */
const coveredCells = (_: unknown, input: readonly number[], out: readonly number[]) => {
  const covered = input.slice(2).map((size, axis) => {
    const into = out[axis + 2]!
    return Array.from({ length: into }, (_, i) => Math.ceil(((i + 1) * size) / into) - Math.floor((i * size) / into)).reduce(
      (n, d) => n + d,
      0,
    )
  })
  return elements(out.slice(0, 2)) * elements(covered) + elements(out)
}

export const AdaptiveAvgPool2d = defineLayer('AdaptiveAvgPool2d', {
  file: 'pooling',
  args: { output_size: outputSize },
  forward: (self, x) => adaptivePool([x], { sizes: cells(self.output_size), kind: 'avg' }),
  thop: { '0.1.1': meanWindow, '2.0.18': meanWindow, '2.1.6': coveredCells },
})

export const AdaptiveMaxPool2d = defineLayer('AdaptiveMaxPool2d', {
  file: 'pooling',
  args: { output_size: outputSize, return_indices: bool(false) },
  forward: (self, x) => adaptivePool([x], { sizes: cells(self.output_size), kind: 'max' }),
})
