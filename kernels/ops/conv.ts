/** Convolutions over 1 or 2 spatial axes. https://pytorch.org/docs/stable/generated/torch.nn.functional.conv2d.html */
import { type Dim, ShapeError, type TensorType, defineOp, dim, hintOf } from '../../graph-core/symbolic'

export interface ConvGeometry {
  readonly stride: readonly number[]
  readonly padding: readonly number[]
  readonly dilation: readonly number[]
  readonly groups: number
}

/** Output size of a window that slides: floor((size + 2·padding − dilation·(kernel − 1) − 1) / stride) + 1. */
export function slidSize(size: Dim, kernel: number, stride: number, padding: number, dilation: number): Dim {
  return dim.add(dim.floorDiv(dim.sub(dim.add(size, 2 * padding), dilation * (kernel - 1) + 1), stride), 1)
}

function checkInput(x: TensorType, weight: TensorType, channels: number): void {
  if (x.shape.length !== weight.shape.length) {
    throw new ShapeError('shape.rank', `a convolution over ${weight.shape.length - 2} axes got a tensor of ${x.shape.length} axes`)
  }
  const got = x.shape[1]!
  if (got !== channels) throw new ShapeError('shape.channels', `expected ${channels} channels, got ${hintOf(got)}`)
}

const twice = (padding: readonly number[]) => [...padding, ...padding]
const outputs = (t: TensorType) => t.shape.reduce<number>((n, d) => n * hintOf(d), 1)
const tuple = (values: readonly number[]) => (values.length === 1 ? values[0]! : values)

/** Inputs: x [n, c1, …], weight [c2, c1/groups, …k], optional bias [c2]. */
export const conv = defineOp<ConvGeometry>('conv', {
  infer: ([x, weight], { stride, padding, dilation, groups }) => {
    const [c2, perGroup, ...kernel] = weight!.shape as number[]
    checkInput(x!, weight!, perGroup! * groups)
    const spatial = kernel.map((k, i) => slidSize(x!.shape[i + 2]!, k, stride[i]!, padding[i]!, dilation[i]!))
    if (spatial.some((d) => hintOf(d) < 1)) {
      const map = x!.shape.slice(2).map(hintOf).join('×')
      throw new ShapeError('shape.too-small', `a ${kernel.join('×')} kernel does not fit a map of ${map}`)
    }
    return [{ shape: [x!.shape[0]!, c2!, ...spatial], dtype: x!.dtype }]
  },
  macs: ([, weight], [out]) => outputs(out!) * (weight!.shape as number[]).slice(1).reduce((n, d) => n * d, 1),
  onnx: (g, [x, weight, bias], a, [out]) => [
    g.node('Conv', [x!, weight!, bias ?? null], out!, {
      kernel_shape: weight!.shape.slice(2) as number[],
      strides: a.stride,
      pads: twice(a.padding),
      dilations: a.dilation,
      group: a.groups,
    }),
  ],
  torch: (p, [x, weight, bias], a) => {
    const options = [tuple(a.stride), tuple(a.padding), tuple(a.dilation), a.groups].map((v) => p.literal(v))
    return p`torch.nn.functional.conv${a.stride.length}d(${x!}, ${weight!}, ${bias ?? null}, ${p.list(options)})`
  },
})

/** Inputs: x [n, c1, …], weight [c1, c2/groups, …k], optional bias [c2]. */
export const convTranspose = defineOp<ConvGeometry & { outputPadding: readonly number[] }>('conv_transpose', {
  infer: ([x, weight], { stride, padding, dilation, groups, outputPadding }) => {
    const [c1, perGroup, ...kernel] = weight!.shape as number[]
    checkInput(x!, weight!, c1!)
    const spatial = kernel.map((k, i) => {
      const grown = dim.mul(dim.sub(x!.shape[i + 2]!, 1), stride[i]!)
      return dim.add(grown, dilation[i]! * (k - 1) + outputPadding[i]! + 1 - 2 * padding[i]!)
    })
    return [{ shape: [x!.shape[0]!, perGroup! * groups, ...spatial], dtype: x!.dtype }]
  },
  macs: ([x, weight]) => outputs(x!) * (weight!.shape as number[]).slice(1).reduce((n, d) => n * d, 1),
  onnx: (g, [x, weight, bias], a, [out]) => [
    g.node('ConvTranspose', [x!, weight!, bias ?? null], out!, {
      kernel_shape: weight!.shape.slice(2) as number[],
      strides: a.stride,
      pads: twice(a.padding),
      output_padding: a.outputPadding,
      dilations: a.dilation,
      group: a.groups,
    }),
  ],
  torch: (p, [x, weight, bias], a) => {
    const options = [tuple(a.stride), tuple(a.padding), tuple(a.outputPadding), a.groups, tuple(a.dilation)].map((v) => p.literal(v))
    return p`torch.nn.functional.conv_transpose${a.stride.length}d(${x!}, ${weight!}, ${bias ?? null}, ${p.list(options)})`
  },
})
