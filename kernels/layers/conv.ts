/** Convolution layers. https://pytorch.org/docs/stable/nn.html#convolution-layers */
import {
  type ArgRoles,
  type Resolved,
  type Role,
  ShapeError,
  type Size,
  argumentsOfRow,
  bool,
  channels,
  defineLayer,
  elements,
  init,
  inputChannels,
  int,
  param,
  size,
  text,
} from '../../graph-core/symbolic'
import { axes } from './axes'
import { conv, convTranspose } from '../ops/conv'

/** 'same' and 'valid' as torch reads them; a number or a list as it is. */
const padding: Role<Size | string> = {
  ...text(),
  kind: 'size',
  default: 0,
  expected: "a whole number, [height, width], 'same' or 'valid'",
  read: (v) => (v === 'same' || v === 'valid' ? v : size(0).read(v)),
}

const args = {
  in_channels: int(),
  out_channels: int(),
  kernel_size: size(),
  stride: size(1),
  padding,
  dilation: size(1),
  groups: int(1),
  bias: bool(true),
} satisfies ArgRoles

interface Channels {
  readonly in_channels: number
  readonly out_channels: number
  readonly groups: number
}

function requireGroups(layer: string, { in_channels, out_channels, groups }: Channels): void {
  if (groups < 1 || in_channels % groups !== 0 || out_channels % groups !== 0) {
    throw new ShapeError('arg.value', `${layer}: ${in_channels} and ${out_channels} channels cannot be divided into ${groups} groups`)
  }
  if (in_channels < 1 || out_channels < 1) throw new ShapeError('arg.value', `${layer}: ${in_channels} → ${out_channels} channels`)
}

function padded(a: Pick<Resolved<typeof args>, 'padding' | 'kernel_size' | 'dilation'>, count: number): readonly number[] {
  if (a.padding === 'valid') return axes(0, count)
  if (typeof a.padding !== 'string') return axes(a.padding, count)
  const kernel = axes(a.kernel_size, count)
  return axes(a.dilation, count).map((d, i) => (d * (kernel[i]! - 1)) / 2)
}

/** Throws ShapeError `arg.value` where torch refuses the geometry. */
function requireGeometry(
  layer: string,
  a: { readonly kernel_size: Size; readonly stride: Size; readonly dilation: Size; readonly padding: Size | string },
): void {
  const positive = { kernel_size: a.kernel_size, stride: a.stride, dilation: a.dilation }
  for (const [name, value] of Object.entries(positive)) {
    if ([value].flat().some((v) => v < 1)) throw new ShapeError('arg.value', `${layer}: ${name} must be positive, got ${String(value)}`)
  }
  if (typeof a.padding !== 'string' && [a.padding].flat().some((v) => v < 0))
    throw new ShapeError('arg.value', `${layer}: padding must not be negative`)
}

const outputs = (shape: readonly number[]) => elements(shape)

const convLayer = (name: string, count: number) =>
  defineLayer(name, {
    file: 'conv',
    args,
    tensors(a) {
      requireGroups(name, a)
      requireGeometry(name, a)
      const kernel = axes(a.kernel_size, count)
      const shape = [a.out_channels, a.in_channels / a.groups, ...kernel]
      const bound = init.uniform(1 / Math.sqrt(elements(shape.slice(1))))
      return { weight: param(shape, bound), bias: a.bias ? param([a.out_channels], bound) : null }
    },
    forward: (self, x) =>
      conv(self.bias === null ? [x, self.weight] : [x, self.weight, self.bias], {
        stride: axes(self.stride, count),
        padding: padded(self, count),
        dilation: axes(self.dilation, count),
        groups: self.groups,
      }),
    thop: (a, _, out) => outputs(out) * (a.in_channels / a.groups) * elements(axes(a.kernel_size, count)),
  })

export const Conv2d = convLayer('Conv2d', 2)
export const Conv1d = convLayer('Conv1d', 1)

const transposeRule =
  (counted: 'input' | 'output') => (a: Resolved<typeof transposeArgs>, input: readonly number[], output: readonly number[]) => {
    const kernel = elements(axes(a.kernel_size, 2))
    return counted === 'input'
      ? elements(input) * (a.out_channels / a.groups) * kernel
      : elements(output) * (a.in_channels / a.groups) * kernel
  }

const transposeArgs = {
  in_channels: inputChannels(),
  out_channels: channels(),
  kernel_size: size(),
  stride: size(1),
  padding: size(0),
  output_padding: size(0),
  groups: int(1),
  bias: bool(true),
  dilation: size(1),
} satisfies ArgRoles

/** A row writes it as it writes a Conv: the only convolution of torch.nn that parse rules know. */
export const ConvTranspose2d = defineLayer('ConvTranspose2d', {
  file: 'conv',
  args: transposeArgs,
  row: (cells, r) => argumentsOfRow(transposeArgs, cells, r),
  declared: ({ out_channels }) => out_channels,
  tensors(a) {
    requireGroups('ConvTranspose2d', a)
    requireGeometry('ConvTranspose2d', a)
    const shape = [a.in_channels, a.out_channels / a.groups, ...axes(a.kernel_size, 2)]
    const bound = init.uniform(1 / Math.sqrt(elements(shape.slice(1))))
    return { weight: param(shape, bound), bias: a.bias ? param([a.out_channels], bound) : null }
  },
  forward: (self, x) =>
    convTranspose(self.bias === null ? [x, self.weight] : [x, self.weight, self.bias], {
      stride: axes(self.stride, 2),
      padding: axes(self.padding, 2),
      dilation: axes(self.dilation, 2),
      outputPadding: axes(self.output_padding, 2),
      groups: self.groups,
    }),
  thop: { '0.1.1': transposeRule('output'), '2.0.18': transposeRule('input'), '2.1.6': transposeRule('input') },
})
