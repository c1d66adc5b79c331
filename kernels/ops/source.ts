/** Tensors that come from nothing: ranges and constants. */
import { type DType, type Dim, defineOp } from '../../graph-core/symbolic'

const torchTypes = { f32: 'float32', f16: 'float16', i64: 'int64', i32: 'int32', u8: 'uint8', bool: 'bool' } as const

/** 0, 1, … up to `end`, without it. */
export const arange = defineOp<{ end: Dim; dtype: DType }>('arange', {
  infer: (_, { end, dtype }) => [{ shape: [end], dtype }],
  macs: () => 0,
  onnx: (g, _, { end, dtype }) => {
    if (typeof end === 'number') return [g.constant([...new Array<number>(end).keys()], [end], dtype)]
    const [zero, one] = [g.constant([0], [], 'i64'), g.constant([1], [], 'i64')]
    const scalar = g.node('Squeeze', [g.dims([end])], { shape: [], dtype: 'i64' })
    const range = g.node('Range', [zero, scalar, one], { shape: [end], dtype: 'i64' })
    return [dtype === 'i64' ? range : g.node('Cast', [range], { shape: [end], dtype }, { to: dtype === 'f32' ? 1 : 10 })]
  },
  torch: (p, _, { end, dtype }) => p`torch.arange(${p.dim(end)}, dtype=torch.${torchTypes[dtype]}, device=${p.device})`,
})

/** Given values in row-major order. */
export const constant = defineOp<{ values: readonly number[]; shape: readonly number[]; dtype: DType }>('constant', {
  infer: (_, { shape, dtype }) => [{ shape, dtype }],
  macs: () => 0,
  onnx: (g, _, { values, shape, dtype }) => [g.constant(values, shape, dtype)],
  torch: (p, _, { values, shape, dtype }) =>
    p`torch.tensor(${p.literal(values)}, dtype=torch.${torchTypes[dtype]}, device=${p.device}).reshape(${p.literal(shape)})`,
})

/** One number everywhere. */
export const full = defineOp<{ value: number; shape: readonly Dim[]; dtype: DType }>('full', {
  infer: (_, { shape, dtype }) => [{ shape, dtype }],
  macs: () => 0,
  onnx: (g, _, { value, shape, dtype }, [out]) => [g.node('Expand', [g.constant([value], [], dtype), g.dims(shape)], out!)],
  torch: (p, _, { value, shape, dtype }) =>
    p`torch.full((${p.dims(shape)},), ${Number.isFinite(value) ? value : `float('${value > 0 ? 'inf' : '-inf'}')`}, dtype=torch.${torchTypes[dtype]}, device=${p.device})`,
})
