/** Products of matrices. */
import { ShapeError, type TensorType, defineOp, hintOf } from '../../graph-core/symbolic'
import { broadcast } from './arithmetic'

const count = (t: TensorType) => t.shape.reduce<number>((n, d) => n * hintOf(d), 1)

/** […, n, k] @ […, k, m] -> […, n, m], batches broadcast. */
export const matmul = defineOp<null>('matmul', {
  weighs: 'mixes',
  infer: ([a, b], _, check) => {
    const [k1, k2] = [a!.shape.at(-1)!, b!.shape.at(-2)!]
    if (!check.same(k1, k2, 'matmul')) {
      throw new ShapeError(
        'shape.mismatch',
        `matmul of …×${hintOf(a!.shape.at(-2)!)}×${hintOf(k1)} and …×${hintOf(k2)}×${hintOf(b!.shape.at(-1)!)}`,
      )
    }
    const batch = broadcast({ ...a!, shape: a!.shape.slice(0, -2) }, { ...b!, shape: b!.shape.slice(0, -2) }, 'matmul', check)
    return [{ shape: [...batch, a!.shape.at(-2)!, b!.shape.at(-1)!], dtype: a!.dtype }]
  },
  macs: ([a], [out]) => count(out!) * hintOf(a!.shape.at(-1)!),
  onnx: (g, [a, b], _, [out]) => [g.node('MatMul', [a!, b!], out!)],
  torch: (p, [a, b]) => p`${a!} @ ${b!}`,
})

/** x · weightᵀ + bias over the last axis; weight [out, in]. */
export const linear = defineOp<null>('linear', {
  infer: ([x, weight]) => {
    const [out, features] = weight!.shape as number[]
    if (x!.shape.at(-1) !== features)
      throw new ShapeError('shape.channels', `expected ${features} features, got ${hintOf(x!.shape.at(-1)!)}`)
    return [{ shape: [...x!.shape.slice(0, -1), out!], dtype: x!.dtype }]
  },
  macs: ([, weight], [out]) => count(out!) * hintOf(weight!.shape[1]!),
  onnx: (g, [x, weight, bias], _, [out]) => {
    if (x!.shape.length === 2) return [g.node('Gemm', [x!, weight!, bias ?? null], out!, { transB: 1 })]
    const turned = g.node('Transpose', [weight!], { shape: [...weight!.shape].reverse(), dtype: weight!.dtype }, { perm: [1, 0] })
    const product = g.node('MatMul', [x!, turned], out!)
    return [bias === undefined ? product : g.node('Add', [product, bias], out!)]
  },
  torch: (p, [x, weight, bias]) => p`torch.nn.functional.linear(${x!}, ${weight!}, ${bias ?? null})`,
})

/** exp(x) / Σ exp(x) along an axis. */
export const softmax = defineOp<{ axis: number }>('softmax', {
  weighs: 'gives',
  infer: ([x]) => [x!],
  macs: () => 0,
  onnx: (g, [x], { axis }, [out]) => [g.node('Softmax', [x!], out!, { axis: axis < 0 ? axis + x!.shape.length : axis })],
  torch: (p, [x], { axis }) => p`${x!}.softmax(${axis})`,
})
