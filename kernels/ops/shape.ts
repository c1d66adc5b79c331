/** Ops that move values without computing: reshape, permute, split, slice, join, expand. */
import { type Dim, type OnnxBuilder, ShapeError, type TensorType, defineOp, dim, hintOf, shapeText } from '../../graph-core/symbolic'

/** A non-negative axis; throws ShapeError `shape.rank`. */
export function axisOf(x: TensorType, axis: number): number {
  const at = axis < 0 ? axis + x.shape.length : axis
  if (at < 0 || at >= x.shape.length)
    throw new ShapeError('shape.rank', `axis ${axis} is out of range for a tensor of ${x.shape.length} axes`)
  return at
}

const replaced = (shape: readonly Dim[], axis: number, size: Dim) => shape.map((d, i) => (i === axis ? size : d))

/** Sizes for ONNX Reshape: 0 copies the input's axis, -1 stands for the only size left open. */
function reshapeSizes(g: OnnxBuilder, from: readonly Dim[], to: readonly Dim[]) {
  const sizes = to.map((d, i) => (typeof d === 'number' ? d : from[i] !== undefined && dim.sameExpression(from[i], d) ? 0 : d))
  const open = sizes.filter((d) => typeof d !== 'number')
  if (open.length > 1) return g.dims(to)
  const written = sizes.map((d) => (typeof d === 'number' ? d : -1))
  return g.constant(written, [written.length], 'i64')
}

export const reshape = defineOp<{ shape: readonly Dim[] }>('reshape', {
  view: 'straight',
  infer: ([x], { shape }, check) => {
    if (!check.same(dim.product(x!.shape), dim.product(shape), 'reshape')) {
      const to = shape.map(hintOf).join('×')
      throw new ShapeError('shape.mismatch', `a tensor of ${x!.shape.map(hintOf).join('×')} cannot be viewed as ${to}`)
    }
    return [{ shape, dtype: x!.dtype }]
  },
  macs: () => 0,
  onnx: (g, [x], { shape }, [out]) => [g.node('Reshape', [x!, reshapeSizes(g, x!.shape, shape)], out!)],
  torch: (p, [x], { shape }) => p`${x!}.reshape(${p.dims(shape)})`,
})

export const permute = defineOp<{ axes: readonly number[] }>('permute', {
  view: 'moved',
  infer: ([x], { axes }) => {
    if (axes.length !== x!.shape.length) {
      throw new ShapeError('shape.rank', `permute names ${axes.length} axes, but the tensor has ${x!.shape.length}`)
    }
    return [{ shape: axes.map((a) => x!.shape[a]!), dtype: x!.dtype }]
  },
  macs: () => 0,
  onnx: (g, [x], { axes }, [out]) => [g.node('Transpose', [x!], out!, { perm: axes })],
  torch: (p, [x], { axes }) => p`${x!}.permute(${p.dims(axes)})`,
})

/** Pieces of the given sizes along an axis; torch.split. */
export const split = defineOp<{ sizes: readonly Dim[]; axis: number }>('split', {
  view: 'moved',
  infer: ([x], { sizes, axis }, check) => {
    const at = axisOf(x!, axis)
    const sum = sizes.reduce(dim.add, 0)
    if (!check.same(x!.shape[at]!, sum, 'split')) {
      throw new ShapeError(
        'shape.mismatch',
        `split into ${sizes.map(hintOf).join(' + ')} needs ${hintOf(sum)}, but the axis has ${hintOf(x!.shape[at]!)}`,
      )
    }
    return sizes.map((s) => ({ shape: replaced(x!.shape, at, s), dtype: x!.dtype }))
  },
  macs: () => 0,
  onnx: (g, [x], { sizes, axis }, outs) => g.nodes('Split', [x!, g.dims(sizes)], outs, { axis: axisOf(x!, axis) }),
  torch: (p, [x], { sizes, axis }) => p`${x!}.split([${p.dims(sizes)}], ${axis})`,
})

/** Values from `start` up to `end` along an axis, every `step`-th; Python's slice with known bounds. */
export const slice = defineOp<{ axis: number; start: Dim; end: Dim; step: number }>('slice', {
  view: 'moved',
  infer: ([x], { axis, start, end, step }) => {
    const at = axisOf(x!, axis)
    return [{ shape: replaced(x!.shape, at, dim.ceilDiv(dim.sub(end, start), step)), dtype: x!.dtype }]
  },
  macs: () => 0,
  onnx: (g, [x], { axis, start, end, step }, [out]) => {
    const at = g.constant([axisOf(x!, axis)], [1], 'i64')
    return [g.node('Slice', [x!, g.dims([start]), g.dims([end]), at, g.constant([step], [1], 'i64')], out!)]
  },
  torch: (p, [x], { axis, start, end, step }, { ins: [type] }) => {
    const before = ':, '.repeat(axisOf(type!, axis))
    const range = p`${p.dim(start)}:${p.dim(end)}`.text + (step === 1 ? '' : `:${step}`)
    return { text: p`${x!}`.text + `[${before}${range}]`, atomic: true }
  },
})

/** Joins along an axis. Throws ShapeError `shape.concat` where another size differs. */
export const concat = defineOp<{ axis: number }>('concat', {
  infer: (ins, { axis }, check) => {
    const first = ins[0]!
    const at = axisOf(first, axis)
    for (const other of ins.slice(1)) {
      const agree =
        other.shape.length === first.shape.length && other.shape.every((d, i) => i === at || check.same(first.shape[i]!, d, 'concat'))
      if (!agree) throw new ShapeError('shape.concat', `${shapeText(first)} and ${shapeText(other)} cannot be joined along axis ${axis}`)
    }
    const size = ins.map((t) => t.shape[at]!).reduce(dim.add, 0)
    return [{ shape: replaced(first.shape, at, size), dtype: first.dtype }]
  },
  macs: () => 0,
  onnx: (g, ins, { axis }, [out]) => [g.node('Concat', ins, out!, { axis: axisOf(out!, axis) })],
  torch: (p, ins, { axis }) => p`torch.cat([${p.list(ins)}], ${axis})`,
})

/** Repeats size-1 axes to the given shape without copying; torch.expand. */
export const expand = defineOp<{ shape: readonly Dim[] }>('expand', {
  view: 'moved',
  infer: ([x], { shape }, check) => {
    const offset = shape.length - x!.shape.length
    const fits = x!.shape.every((d, i) => d === 1 || check.same(d, shape[i + offset]!, 'expand'))
    if (!fits)
      throw new ShapeError('shape.mismatch', `${x!.shape.map(hintOf).join('×')} cannot be expanded to ${shape.map(hintOf).join('×')}`)
    return [{ shape, dtype: x!.dtype }]
  },
  macs: () => 0,
  onnx: (g, [x], { shape }, [out]) => [g.node('Expand', [x!, g.dims(shape)], out!)],
  torch: (p, [x], { shape }) => p`${x!}.expand(${p.dims(shape)})`,
})

/** Repeats the tensor along each axis; torch.repeat. */
export const repeat = defineOp<{ times: readonly Dim[] }>('repeat', {
  infer: ([x], { times }) => [{ shape: x!.shape.map((d, i) => dim.mul(d, times[i] ?? 1)), dtype: x!.dtype }],
  macs: () => 0,
  onnx: (g, [x], { times }, [out]) => [g.node('Tile', [x!, g.dims(times)], out!)],
  torch: (p, [x], { times }) => p`${x!}.repeat(${p.dims(times)})`,
})
