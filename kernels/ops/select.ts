/** Choosing values: the largest ones, by index, by position on a map. */
import { type Dim, ShapeError, defineOp, dim, hintOf } from '../../graph-core/symbolic'
import { axisOf } from './shape'

/** Values and indices of the k largest along an axis, sorted. Throws ShapeError `shape.too-few` where there are fewer. */
export const topk = defineOp<{ k: Dim; axis: number }>('topk', {
  infer: ([x], { k, axis }, check) => {
    const at = axisOf(x!, axis)
    const size = x!.shape[at]!
    if (hintOf(size) < hintOf(k)) {
      throw new ShapeError('shape.too-few', `selected index k out of range: the best ${hintOf(k)} of ${hintOf(size)}`)
    }
    if (typeof k === 'number') check.same(dim.max(size, k), size, `the best ${k}`)
    const shape = x!.shape.map((d, i) => (i === at ? k : d))
    return [
      { shape, dtype: x!.dtype },
      { shape, dtype: 'i64' },
    ]
  },
  macs: () => 0,
  onnx: (g, [x], { k, axis }, outs) => g.nodes('TopK', [x!, g.dims([k])], outs, { axis: axisOf(x!, axis), largest: 1, sorted: 1 }),
  torch: (p, [x], { k, axis }) => p`${x!}.topk(${p.dim(k)}, dim=${axis})`,
})

/** torch.gather: index has the rank of x. */
export const gather = defineOp<{ axis: number }>('gather', {
  infer: ([x, index]) => [{ shape: index!.shape, dtype: x!.dtype }],
  macs: () => 0,
  onnx: (g, [x, index], { axis }, [out]) => [g.node('GatherElements', [x!, index!], out!, { axis: axisOf(x!, axis) })],
  torch: (p, [x, index], { axis }) => p`${x!}.gather(${axis}, ${index!})`,
})

/** Whole slices along an axis by a 1-D index; torch.index_select. */
export const indexSelect = defineOp<{ axis: number }>('index_select', {
  infer: ([x, index], { axis }) => {
    const at = axisOf(x!, axis)
    return [{ shape: x!.shape.flatMap((d, i) => (i === at ? index!.shape : [d])), dtype: x!.dtype }]
  },
  macs: () => 0,
  onnx: (g, [x, index], { axis }, [out]) => [g.node('Gather', [x!, index!], out!, { axis: axisOf(x!, axis) })],
  torch: (p, [x, index], { axis }) => p`${x!}.index_select(${axis}, ${index!})`,
})

/** torch.nn.functional.grid_sample: x [n, c, h, w] read bilinearly at grid [n, p, q, 2] in [-1, 1], zeros outside. */
export const gridSample = defineOp<{ alignCorners: boolean }>('grid_sample', {
  infer: ([x, grid]) => [{ shape: [x!.shape[0]!, x!.shape[1]!, grid!.shape[1]!, grid!.shape[2]!], dtype: x!.dtype }],
  macs: (_, [out]) => out!.shape.reduce<number>((n, d) => n * hintOf(d), 4),
  onnx: (g, [x, grid], { alignCorners }, [out]) => [
    g.node('GridSample', [x!, grid!], out!, {
      mode: g.opset >= 20 ? 'linear' : 'bilinear',
      padding_mode: 'zeros',
      align_corners: alignCorners ? 1 : 0,
    }),
  ],
  torch: (p, [x, grid], { alignCorners }) =>
    p`torch.nn.functional.grid_sample(${x!}, ${grid!}, mode='bilinear', padding_mode='zeros', align_corners=${p.literal(alignCorners)})`,
})
