/** Sums, means and extremes along axes. */
import { type OnnxBuilder, type OnnxValue, type TensorType, defineOp } from '../../graph-core/symbolic'
import { axisOf } from './shape'

interface Reduction {
  readonly axes: readonly number[]
  readonly keepdim: boolean
}

function reducedShape(x: TensorType, { axes, keepdim }: Reduction) {
  const at = axes.map((a) => axisOf(x, a))
  return x.shape.flatMap((d, i) => (at.includes(i) ? (keepdim ? [1] : []) : [d]))
}

/** Reduce with axes as an attribute up to opset 17, as an input from 18 on (ReduceSum from 13 on). */
function reduceNode(g: OnnxBuilder, op: string, x: OnnxValue, { axes, keepdim }: Reduction, out: TensorType): OnnxValue {
  const at = axes.map((a) => axisOf(x, a))
  const keepdims = keepdim ? 1 : 0
  const takesInput = g.opset >= 18 || op === 'ReduceSum'
  return takesInput ? g.node(op, [x, g.constant(at, [at.length], 'i64')], out, { keepdims }) : g.node(op, [x], out, { axes: at, keepdims })
}

const reduction = (name: string, op: string, torchName: string) =>
  defineOp<Reduction>(name, {
    infer: ([x], a) => [{ shape: reducedShape(x!, a), dtype: x!.dtype }],
    macs: () => 0,
    onnx: (g, [x], a, [out]) => [reduceNode(g, op, x!, a, out!)],
    torch: (p, [x], { axes, keepdim }) => p`${x!}.${torchName}(dim=${p.literal(axes)}, keepdim=${p.literal(keepdim)})`,
  })

export const mean = reduction('mean', 'ReduceMean', 'mean')
export const sum = reduction('sum', 'ReduceSum', 'sum')
export const amax = reduction('amax', 'ReduceMax', 'amax')
export const amin = reduction('amin', 'ReduceMin', 'amin')

/** Index of the largest value along an axis; the first one where several are equal. */
export const argmax = defineOp<{ axis: number; keepdim: boolean }>('argmax', {
  infer: ([x], { axis, keepdim }) => [{ shape: reducedShape(x!, { axes: [axis], keepdim }), dtype: 'i64' }],
  macs: () => 0,
  onnx: (g, [x], { axis, keepdim }, [out]) => [g.node('ArgMax', [x!], out!, { axis: axisOf(x!, axis), keepdims: keepdim ? 1 : 0 })],
  torch: (p, [x], { axis, keepdim }) => p`${x!}.argmax(dim=${axis}, keepdim=${p.literal(keepdim)})`,
})
