/** From what a place says to boxes and points in pixels. https://arxiv.org/abs/1904.01355 */
import { type Frame, type Tensor, dim } from '../../graph-core/symbolic'

/** Where the places of all maps are. */
export interface Places {
  /** Their centres in cells, [2, a]. */
  readonly centres: Tensor
  /** The stride of each, [1, a]; 0 until strides are known. */
  readonly strides: Tensor
}

/** All cells of all maps, one map after the other. */
export function placesOf(maps: readonly Tensor[], f: Frame): Places {
  const levels = maps.map((map, i) => {
    const [h, w] = [map.size(2), map.size(3)]
    const cells = dim.mul(h, w)
    const x = f.arange(w).add(0.5).reshape(1, w).expand(h, w).reshape(1, cells)
    const y = f.arange(h).add(0.5).reshape(h, 1).expand(h, w).reshape(1, cells)
    return { centres: f.concat([x, y], 0), strides: f.full([1, cells], f.strides?.[i] ?? 0) }
  })
  const join = (key: keyof Places) =>
    f.concat(
      levels.map((level) => level[key]),
      1,
    )
  return { centres: join('centres'), strides: join('strides') }
}

/** Boxes in pixels, [b, 4, a], from distances to left, top, right and bottom: as centre and size, or as two corners. */
export function decodeBoxes(distances: Tensor, { centres, strides }: Places, form: 'xywh' | 'xyxy', f: Frame): Tensor {
  const [before, after] = distances.chunk(2, 1) as [Tensor, Tensor]
  const points = centres.unsqueeze(0)
  const [low, high] = [points.sub(before), points.add(after)]
  const boxes = form === 'xyxy' ? [low, high] : [low.add(high).div(2), high.sub(low)]
  return f.concat(boxes, 1).mul(strides)
}

/** Boxes turned by an angle [b, 1, a] in radians, as centre and size in pixels. */
export function decodeTurnedBoxes(distances: Tensor, angle: Tensor, { centres, strides }: Places, f: Frame): Tensor {
  const [before, after] = distances.chunk(2, 1) as [Tensor, Tensor]
  const [x, y] = after.sub(before).div(2).chunk(2, 1) as [Tensor, Tensor]
  const [cos, sin] = [angle.cos(), angle.sin()]
  const turned = f.concat([x.mul(cos).sub(y.mul(sin)), x.mul(sin).add(y.mul(cos))], 1)
  return f.concat([turned.add(centres.unsqueeze(0)), before.add(after)], 1).mul(strides)
}

/**
 * Keypoints in pixels, [b, count · width, a]: two offsets from a place, then its visibility where there is one. Offsets are in cells from the
 * cell's centre, or twice as far from its corner.
 */
export function decodeKeypoints(
  said: Tensor,
  [count, width]: readonly [number, number],
  { centres, strides }: Places,
  from: 'centre' | 'corner',
  f: Frame,
): Tensor {
  const points = said.rearrange('b (k d) a -> b k d a', { k: count, d: width })
  const offsets = points.slice(2, 0, 2)
  const at = from === 'centre' ? offsets.add(centres) : offsets.mul(2).add(centres.sub(0.5))
  const xy = at.mul(strides)
  const decoded = width === 3 ? f.concat([xy, points.slice(2, 2, 3).sigmoid()], 2) : xy
  return decoded.rearrange('b k d a -> b (k d) a')
}
