/** Windows of a map side by side, and the way back. https://pytorch.org/docs/stable/generated/torch.nn.Unfold.html */
import { type Dim, type OnnxBuilder, ShapeError, defineOp, dim, hintOf } from '../../graph-core/symbolic'
import { slidSize } from './conv'

export interface Windows {
  readonly kernel: readonly number[]
  readonly stride: readonly number[]
  readonly padding: readonly number[]
  readonly dilation: readonly number[]
}

const places = (map: readonly Dim[], { kernel, stride, padding, dilation }: Windows) =>
  map.map((d, i) => slidSize(d, kernel[i]!, stride[i]!, padding[i]!, dilation[i]!))

const area = (kernel: readonly number[]) => kernel.reduce((n, k) => n * k, 1)

/** A kernel for each cell of the window that is 1 there and 0 elsewhere, for every channel: what makes a convolution put values in place. */
function movers(g: OnnxBuilder, channels: number, kernel: readonly number[], dtype: 'f32' | 'f16') {
  const k = area(kernel)
  const values = Array.from({ length: channels * k * k }, (_, i) => (Math.floor(i / k) % k === i % k ? 1 : 0))
  return g.constant(values, [channels * k, 1, ...kernel], dtype)
}

const attributes = ({ kernel, stride, padding, dilation }: Windows, group: number) => ({
  kernel_shape: kernel,
  strides: stride,
  pads: [...padding, ...padding],
  dilations: dilation,
  group,
})

const list = (a: Windows) => [a.kernel, a.dilation, a.padding, a.stride]

/** torch.nn.functional.unfold: [n, c, h, w] to [n, c · k, places]. */
export const unfold = defineOp<Windows>('unfold', {
  infer: ([x], a) => {
    const out = places(x!.shape.slice(2), a)
    if (out.some((d) => hintOf(d) < 1)) {
      const map = x!.shape.slice(2).map(hintOf).join('×')
      throw new ShapeError('shape.too-small', `a ${a.kernel.join('×')} window does not fit a map of ${map}`)
    }
    return [{ shape: [x!.shape[0]!, (x!.shape[1] as number) * area(a.kernel), dim.product(out)], dtype: x!.dtype }]
  },
  macs: () => 0,
  onnx: (g, [x], a, [out]) => {
    const [n, channels] = x!.shape as [Dim, number]
    const map = places(x!.shape.slice(2), a)
    const edges = a.padding.flatMap((p) => [p, p])
    const padded = { shape: [n, channels, ...x!.shape.slice(2).map((d, i) => dim.add(d, 2 * a.padding[i]!))], dtype: x!.dtype }
    const pads = g.constant([0, 0, edges[0]!, edges[2]!, 0, 0, edges[1]!, edges[3]!], [8], 'i64')
    const wide = edges.every((p) => p === 0) ? x! : g.node('Pad', [x!, pads], padded)
    const [axes, steps] = [g.constant([2, 3], [2], 'i64'), g.constant(a.stride, [2], 'i64')]
    const cells = Array.from({ length: area(a.kernel) }, (_, k) => {
      const start = [Math.floor(k / a.kernel[1]!), k % a.kernel[1]!].map((cell, i) => cell * a.dilation[i]!)
      const end = start.map((from, i) => dim.add(dim.mul(dim.sub(map[i]!, 1), a.stride[i]!), from + 1))
      const moved = { shape: [n, channels, ...map], dtype: x!.dtype }
      const cell = g.node('Slice', [wide, g.constant(start, [2], 'i64'), g.dims(end), axes, steps], moved)
      return g.node('Unsqueeze', [cell, g.constant([2], [1], 'i64')], { shape: [n, channels, 1, ...map], dtype: x!.dtype })
    })
    const windows = g.node('Concat', cells, { shape: [n, channels, cells.length, ...map], dtype: x!.dtype }, { axis: 2 })
    return [g.node('Reshape', [windows, g.constant([0, out!.shape[1] as number, -1], [3], 'i64')], out!)]
  },
  torch: (p, [x], a) => p`torch.nn.functional.unfold(${x!}, ${p.list(list(a).map((v) => p.literal(v)))})`,
})

/** What the last windows leave of each axis: nothing where they cover it evenly. */
function rests(map: readonly Dim[], a: Windows): Dim[] {
  return places(map, a).map((count, i) => {
    const reached = dim.add(dim.mul(dim.sub(count, 1), a.stride[i]!), a.dilation[i]! * (a.kernel[i]! - 1) + 1 - 2 * a.padding[i]!)
    return dim.sub(map[i]!, reached)
  })
}

/** torch.nn.functional.fold: [n, c · k, places] to [n, c, …map], where windows overlap their sum. */
export const fold = defineOp<Windows & { readonly map: readonly Dim[] }>('fold', {
  infer: ([x], { map, ...a }, check) => {
    const expected = dim.product(places(map, a))
    if (!check.same(x!.shape[2]!, expected, 'fold')) {
      throw new ShapeError(
        'shape.mismatch',
        `a map of ${map.map(hintOf).join('×')} folds ${hintOf(expected)} windows, got ${hintOf(x!.shape[2]!)}`,
      )
    }
    for (const rest of rests(map, a)) check.concrete(rest, 'folding windows that leave a rest of the map')
    return [{ shape: [x!.shape[0]!, (x!.shape[1] as number) / area(a.kernel), ...map], dtype: x!.dtype }]
  },
  macs: () => 0,
  onnx: (g, [x], { map, ...a }, [out]) => {
    const [rows, channels] = [x!.shape[1] as number, out!.shape[1] as number]
    const windows = { shape: [x!.shape[0]!, rows, ...places(map, a)], dtype: x!.dtype }
    const apart = g.node('Reshape', [x!, g.dims(windows.shape)], windows)
    const how = { ...attributes(a, channels), output_padding: rests(map, a).map(hintOf) }
    return [g.node('ConvTranspose', [apart, movers(g, channels, a.kernel, x!.dtype as 'f32')], out!, how)]
  },
  torch: (p, [x], { map, ...a }) => p`torch.nn.functional.fold(${x!}, (${p.dims(map)}), ${p.list(list(a).map((v) => p.literal(v)))})`,
})
