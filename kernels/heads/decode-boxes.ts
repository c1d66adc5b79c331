/** From distances to the four sides of boxes around fixed points. https://arxiv.org/abs/1904.01355 */
import { type Frame, type Tensor, dim } from '../../graph-core/symbolic'

/** Centres of all cells of all maps in cells, [2, a], and the stride of each, [1, a]. Strides are 0 until they are known. */
function cellCentres(maps: readonly Tensor[], f: Frame): { centres: Tensor; strides: Tensor } {
  const levels = maps.map((map, i) => {
    const [h, w] = [map.size(2), map.size(3)]
    const cells = dim.mul(h, w)
    const x = f.arange(w).add(0.5).reshape(1, w).expand(h, w).reshape(1, cells)
    const y = f.arange(h).add(0.5).reshape(h, 1).expand(h, w).reshape(1, cells)
    return { centres: f.concat([x, y], 0), strides: f.full([1, cells], f.strides?.[i] ?? 0) }
  })
  const join = (key: 'centres' | 'strides') =>
    f.concat(
      levels.map((level) => level[key]),
      1,
    )
  return { centres: join('centres'), strides: join('strides') }
}

/** Boxes in pixels, [b, 4, a], from distances to left, top, right and bottom: as centre and size, or as two corners. */
export function decodeBoxes(distances: Tensor, maps: readonly Tensor[], f: Frame, form: 'xywh' | 'xyxy'): Tensor {
  const { centres, strides } = cellCentres(maps, f)
  const [before, after] = distances.chunk(2, 1) as [Tensor, Tensor]
  const points = centres.unsqueeze(0)
  const [low, high] = [points.sub(before), points.add(after)]
  const boxes = form === 'xyxy' ? [low, high] : [low.add(high).div(2), high.sub(low)]
  return f.concat(boxes, 1).mul(strides)
}
