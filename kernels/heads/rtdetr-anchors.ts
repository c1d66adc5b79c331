/** The boxes RT-DETR's queries start from. https://arxiv.org/abs/2304.08069 */
import { type Dim, type Frame, type Tensor, dim } from '../../graph-core/symbolic'

/** (i + ½) / size for every cell of an axis. */
function cellCentres(size: Dim, f: Frame): Tensor {
  const cells = f.arange(size)
  return cells.add(0.5).div(typeof size === 'number' ? size : cells.amax(0, true).add(1))
}

/** One box a cell in parts of the image, as logits [1, a, 4], and a mask [1, a, 1] that is 0 where a box touches the border. */
export function startingBoxes(maps: readonly (readonly Dim[])[], f: Frame): { logits: Tensor; valid: Tensor } {
  const levels = maps.map(([h, w], i) => {
    const cells = dim.mul(h!, w!)
    const x = cellCentres(w!, f).reshape(1, w!).expand(h!, w!).reshape(1, cells, 1)
    const y = cellCentres(h!, f).reshape(h!, 1).expand(h!, w!).reshape(1, cells, 1)
    return f.concat([x, y, f.full([1, cells, 2], 0.05 * 2 ** i)], 2)
  })
  const boxes = f.concat(levels, 1)
  const inside = (ok: Tensor) => ok.to('f32')
  const valid = inside(boxes.amin(2, true).gt(0.01)).mul(inside(boxes.amax(2, true).lt(0.99)))
  const logits = boxes.div(boxes.rsub(1)).log()
  return { logits: valid.gt(0).where(logits, f.full([1], Infinity)), valid }
}
