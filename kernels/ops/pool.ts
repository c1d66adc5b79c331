/** Windows over 1 or 2 spatial axes, fixed or adapted to an output size. */
import { type Dim, type OnnxBuilder, type OnnxValue, ShapeError, type TensorType, defineOp, dim, hintOf } from '../../graph-core/symbolic'

export interface PoolGeometry {
  readonly kernel: readonly number[]
  readonly stride: readonly number[]
  readonly padding: readonly number[]
  readonly ceil: boolean
}

function pooledSize(size: Dim, k: number, s: number, p: number, d: number, ceil: boolean): Dim {
  const room = dim.sub(dim.add(size, 2 * p), d * (k - 1) + 1)
  if (!ceil) return dim.add(dim.floorDiv(room, s), 1)
  // A last window that would start outside the map and its left padding is left out.
  return dim.add(dim.min(dim.ceilDiv(room, s), dim.floorDiv(dim.add(size, p - 1), s)), 1)
}

function pooled(x: TensorType, a: PoolGeometry, dilation: readonly number[]): TensorType {
  const spatial = a.kernel.map((k, i) => pooledSize(x.shape.at(i - a.kernel.length)!, k, a.stride[i]!, a.padding[i]!, dilation[i]!, a.ceil))
  if (spatial.some((d) => hintOf(d) < 1)) {
    throw new ShapeError(
      'shape.too-small',
      `a ${a.kernel.join('×')} window does not fit a map of ${x.shape.slice(2).map(hintOf).join('×')}`,
    )
  }
  return { shape: [...x.shape.slice(0, -a.kernel.length), ...spatial], dtype: x.dtype }
}

const undilated = ({ kernel }: PoolGeometry) => kernel.map(() => 1)
const twice = (padding: readonly number[]) => [...padding, ...padding]
const tuple = (values: readonly number[]) => (values.every((v) => v === values[0]) ? values[0]! : values)

/** ONNX's shape inference counts the last window that PyTorch leaves out, so rounding up is asked for only where it changes a size. */
function ceilMode(x: TensorType, a: PoolGeometry, dilation: readonly number[], out: TensorType): 0 | 1 {
  const down = pooled(x, { ...a, ceil: false }, dilation)
  return a.ceil && !down.shape.every((d, i) => dim.sameExpression(d, out.shape[i]!)) ? 1 : 0
}

export const maxPool = defineOp<PoolGeometry & { dilation: readonly number[] }>('max_pool', {
  infer: ([x], a) => [pooled(x!, a, a.dilation)],
  macs: () => 0,
  onnx: (g, [x], a, [out]) => [
    g.node('MaxPool', [x!], out!, {
      kernel_shape: a.kernel,
      strides: a.stride,
      pads: twice(a.padding),
      dilations: a.dilation,
      ceil_mode: ceilMode(x!, a, a.dilation, out!),
    }),
  ],
  torch: (p, [x], a) => {
    const options = [tuple(a.kernel), tuple(a.stride), tuple(a.padding), tuple(a.dilation), a.ceil].map((v) => p.literal(v))
    return p`torch.nn.functional.max_pool${a.kernel.length}d(${x!}, ${p.list(options)})`
  },
})

export const avgPool = defineOp<PoolGeometry & { countIncludePad: boolean }>('avg_pool', {
  infer: ([x], a) => [pooled(x!, a, undilated(a))],
  macs: () => 0,
  onnx: (g, [x], a, [out]) => [
    g.node('AveragePool', [x!], out!, {
      kernel_shape: a.kernel,
      strides: a.stride,
      pads: twice(a.padding),
      ceil_mode: ceilMode(x!, a, undilated(a), out!),
      count_include_pad: a.countIncludePad ? 1 : 0,
    }),
  ],
  torch: (p, [x], a) => {
    const options = [tuple(a.kernel), tuple(a.stride), tuple(a.padding), a.ceil, a.countIncludePad].map((v) => p.literal(v))
    return p`torch.nn.functional.avg_pool${a.kernel.length}d(${x!}, ${p.list(options)})`
  },
})

/** Output sizes of adaptive pooling; null keeps an axis. */
interface Adaptive {
  readonly sizes: readonly (number | null)[]
  readonly kind: 'avg' | 'max'
}

/** First and last-plus-one input index of each output cell, as torch divides an axis, known or free. */
function cells(size: Dim, into: number): [Dim, Dim][] {
  return Array.from({ length: into }, (_, i) => [dim.floorDiv(dim.mul(size, i), into), dim.ceilDiv(dim.mul(size, i + 1), into)])
}

/** Pools one axis to `into` cells: a reduction for one cell, else slices of unequal length, reduced and joined. */
function adaptAxis(g: OnnxBuilder, x: OnnxValue, axis: number, into: number, kind: 'avg' | 'max'): OnnxValue {
  const op = kind === 'avg' ? 'ReduceMean' : 'ReduceMax'
  const reduce = (part: OnnxValue) => {
    const out = { shape: part.shape.map((d, i) => (i === axis ? 1 : d)), dtype: x.dtype }
    return g.opset >= 18
      ? g.node(op, [part, g.constant([axis], [1], 'i64')], out, { keepdims: 1 })
      : g.node(op, [part], out, { axes: [axis], keepdims: 1 })
  }
  if (into === 1) return reduce(x)
  const parts = cells(x.shape[axis]!, into).map(([start, end]) => {
    const bounds = [start, end, axis].map((d) => g.dims([d]))
    return reduce(g.node('Slice', [x, ...bounds], { shape: x.shape.map((d, i) => (i === axis ? dim.sub(end, start) : d)), dtype: x.dtype }))
  })
  return g.node('Concat', parts, { shape: x.shape.map((d, i) => (i === axis ? into : d)), dtype: x.dtype }, { axis })
}

function inferAdaptive(x: TensorType, { sizes }: Adaptive): TensorType {
  const from = x.shape.length - sizes.length
  return { shape: [...x.shape.slice(0, from), ...sizes.map((s, i) => s ?? x.shape[from + i]!)], dtype: x.dtype }
}

/** torch.nn.functional.adaptive_avg_pool / adaptive_max_pool over the last axes. */
export const adaptivePool = defineOp<Adaptive>('adaptive_pool', {
  infer: ([x], a) => [inferAdaptive(x!, a)],
  macs: () => 0,
  onnx: (g, [x], { sizes, kind }) => {
    const from = x!.shape.length - sizes.length
    const all = sizes.every((s) => s === 1)
    if (all && sizes.length === x!.shape.length - 2) {
      const out = { shape: [...x!.shape.slice(0, from), ...sizes.map(() => 1)], dtype: x!.dtype }
      return [g.node(kind === 'avg' ? 'GlobalAveragePool' : 'GlobalMaxPool', [x!], out)]
    }
    let value = x!
    sizes.forEach((s, i) => {
      if (s !== null && s !== value.shape[from + i]) value = adaptAxis(g, value, from + i, s, kind)
    })
    return [value === x ? g.node('Identity', [x], x) : value]
  },
  torch: (p, [x], { sizes, kind }) => p`torch.nn.functional.adaptive_${kind}_pool${sizes.length}d(${x!}, ${p.literal(sizes)})`,
})
