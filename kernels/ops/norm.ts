/** Normalisations, in evaluation form. */
import { type Dim, ShapeError, type TensorType, defineOp, dim, hintOf } from '../../graph-core/symbolic'

function requireChannels(x: TensorType, weight: TensorType): void {
  if (x.shape[1] !== weight.shape[0])
    throw new ShapeError('shape.channels', `expected ${hintOf(weight.shape[0]!)} channels, got ${hintOf(x.shape[1]!)}`)
}

/** Inputs: x [n, c, …], weight, bias, running mean and variance [c]. */
export const batchNorm = defineOp<{ eps: number }>('batch_norm', {
  infer: ([x, weight]) => {
    requireChannels(x!, weight!)
    return [x!]
  },
  macs: () => 0,
  onnx: (g, ins, { eps }, [out]) => [g.node('BatchNormalization', ins, out!, { epsilon: { float: eps } })],
  torch: (p, [x, weight, bias, mean, variance], { eps }) =>
    p`torch.nn.functional.batch_norm(${x!}, ${mean!}, ${variance!}, ${weight!}, ${bias!}, False, 0.0, ${eps})`,
})

/** Inputs: x, and weight and bias where affine. Normalises the last axes, whose sizes are `shape`. */
export const layerNorm = defineOp<{ shape: readonly number[]; eps: number }>('layer_norm', {
  infer: ([x], { shape }, check) => {
    const tail = x!.shape.slice(-shape.length)
    if (!shape.every((s, i) => tail[i] !== undefined && check.same(tail[i], s, 'LayerNorm'))) {
      throw new ShapeError('shape.mismatch', `a LayerNorm over ${shape.join('×')} got a tensor that ends in ${tail.map(hintOf).join('×')}`)
    }
    return [x!]
  },
  macs: () => 0,
  onnx: (g, [x, weight, bias], { shape, eps }, [out]) => {
    const scale = weight ?? g.constant(new Array<number>(shape.reduce((n, d) => n * d, 1)).fill(1), shape, x!.dtype)
    return [g.node('LayerNormalization', [x!, scale, bias ?? null], out!, { axis: -shape.length, epsilon: { float: eps } })]
  },
  torch: (p, [x, weight, bias], { shape, eps }) =>
    p`torch.nn.functional.layer_norm(${x!}, ${p.literal(shape)}, ${weight ?? null}, ${bias ?? null}, ${eps})`,
})

const ones = (count: number) => new Array<number>(count).fill(1)

/** Inputs: x [n, c, …], and weight and bias [c] where affine. */
export const groupNorm = defineOp<{ groups: number; eps: number }>('group_norm', {
  infer: ([x, weight]) => {
    if (weight !== undefined) requireChannels(x!, weight)
    return [x!]
  },
  macs: () => 0,
  onnx: (g, [x, weight, bias], { groups, eps }, [out]) => {
    const rest = dim.floorDiv(dim.product(x!.shape.slice(1)), groups)
    const grouped: { shape: Dim[]; dtype: TensorType['dtype'] } = { shape: [x!.shape[0]!, groups, rest], dtype: x!.dtype }
    const flat = g.node('Reshape', [x!, g.constant([0, groups, -1], [3], 'i64')], grouped)
    const one = g.constant(ones(groups), [groups], x!.dtype)
    const none = g.constant(new Array<number>(groups).fill(0), [groups], x!.dtype)
    const normal = g.node('InstanceNormalization', [flat, one, none], grouped, { epsilon: { float: eps } })
    const back = g.node('Reshape', [normal, g.dims(x!.shape)], out!)
    if (weight === undefined) return [back]
    const perChannel = [weight.shape[0] as number, ...x!.shape.slice(2).map(() => 1)]
    const spread = (v: typeof weight) =>
      g.node('Reshape', [v, g.constant(perChannel, [perChannel.length], 'i64')], { shape: perChannel, dtype: v.dtype })
    return [g.node('Add', [g.node('Mul', [back, spread(weight)], out!), spread(bias!)], out!)]
  },
  torch: (p, [x, weight, bias], { groups, eps }) =>
    p`torch.nn.functional.group_norm(${x!}, ${groups}, ${weight ?? null}, ${bias ?? null}, ${eps})`,
})
