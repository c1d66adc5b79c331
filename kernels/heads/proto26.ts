import {
  type AnyModule,
  type Module,
  ShapeError,
  type Tensor,
  type Value,
  defineBlock,
  int,
  ints,
  moduleOf,
} from '../../graph-core/symbolic'
import { Conv } from '../blocks/ultralytics'
import * as nn from '../layers/nn'
import { withTensors } from '../layers/with-tensors'
import { resize } from '../ops/resize'
import { makeMasks, maskSteps } from './proto'

/** Proto that reads all levels at once; in training it also says which class each place of the finest one belongs to. */
export const Proto26 = defineBlock('Proto26', {
  library: 'ultralytics',
  since: '8.4',
  file: 'block',
  about: { category: 'head part', summary: 'Makes masks from all levels at once, and in training class maps to learn from.' },
  reads: 'list',
  args: { ch: ints([]), c_: int(256), c2: int(32), nc: int(80) },
  build({ ch, c_, c2, nc }, env) {
    const [finest, ...coarser] = ch
    if (finest === undefined) throw new ShapeError('shape.input', 'Proto26 needs at least one level')
    return {
      ...maskSteps(env, c_, c_, c2),
      feat_refine: nn.ModuleList(coarser.map((c) => Conv(env, c, finest, 1))),
      feat_fuse: Conv(env, finest, c_, 3),
      semseg: nn.Sequential([Conv(env, finest, c_, 3), Conv(env, c_, c_, 3), nn.Conv2d(c_, nc, 1)]) as Module<Tensor, Tensor> | null,
    }
  },
  forward({ feat_refine, feat_fuse, semseg, ...steps }, [finest, ...coarser]: readonly [Tensor, ...Tensor[]], f): Value {
    const levels = feat_refine.map((refine, i) => {
      const factor = 2 ** (i + 1)
      return resize([refine(coarser[i]!)], { mode: 'nearest', alignCorners: false, scales: [factor, factor], sizes: null })
    })
    const all = levels.reduce((sum, level) => sum.add(level), finest)
    const masks = makeMasks(steps, feat_fuse(all))
    return f.mode === 'raw' && semseg !== null ? [masks, semseg(all)] : masks
  },
})

/** The same without what only training reads, as a fused head keeps it. */
export const withoutClassMaps = <M extends AnyModule>(proto: M): M => withTensors(proto, { ...moduleOf(proto).tree, semseg: null })
