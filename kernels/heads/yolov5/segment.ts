import {
  type ArgValue,
  type RowContext,
  ShapeError,
  type Tensor,
  type Value,
  bool,
  defineBlock,
  int,
  ints,
} from '../../../graph-core/symbolic'
import { allPlaces, anchorForm, anchorLevels, anchorLists, anchorStart, boxesAround, levelMaps, rowWithAnchors } from './anchor-boxes'
import { Proto } from './proto'

/** As Detect's, the number of prototypes scaled like a channel. */
function rowWithPrototypes(cells: readonly ArgValue[], r: RowContext): ArgValue[] {
  const prototypes = cells[3]
  if (typeof prototypes !== 'number')
    throw new ShapeError('arg.missing', `${r.block} needs nc, anchors, masks and prototypes in its row, such as [nc, anchors, 32, 256]`)
  return rowWithAnchors(cells, r).with(3, r.scaleChannels(prototypes))
}

/** Detect with coefficients of masks at every place, and the prototypes they mix. */
export const Segment = defineBlock('Segment', {
  library: 'yolov5',
  file: 'yolo',
  since: '7',
  about: {
    category: 'head',
    summary: 'Detect with masks: each box mixes prototypes of the whole image by coefficients of its own.',
    zh: { name: '锚框分割头', summary: '带掩码的 Detect：每个框用自己的系数混合整图的原型。' },
    source: 'https://github.com/ultralytics/yolov5',
  },
  head: {
    task: 'segment',
    strides: 'traced',
    predictions: (args) => ({ ...anchorForm(args), extra: { kind: 'masks', count: (args as { readonly nm: number }).nm, cut: 'shares' } }),
    exported: (result) => (result as readonly Value[]).slice(0, 2),
  },
  reads: 'list',
  args: { nc: int(), anchors: anchorLists, nm: int(32), npr: int(256), ch: ints([]), inplace: bool(true) },
  row: rowWithPrototypes,
  build: (a, env) => ({ ...anchorLevels(a, 5 + a.nc + a.nm), proto: Proto(env, a.ch[0], a.npr, a.nm) }),
  forward({ anchors, m, proto }, maps: readonly Tensor[], f, { anchors: sizes, nc, nm }): Value {
    const prototypes = proto(maps[0]!)
    const raw = levelMaps(m, maps, sizes)
    if (f.mode === 'raw') return [raw, prototypes]
    const decoded = raw.map((map, i) => {
      const [xy, wh, scores, masks] = map.split([2, 2, nc + 1, nm], 4) as [Tensor, Tensor, Tensor, Tensor]
      return f.concat([...boxesAround(xy.sigmoid(), wh.sigmoid(), anchors, i, f), scores.sigmoid(), masks], 4)
    })
    return [allPlaces(decoded, f), prototypes, raw]
  },
  initialise: (m, a, strides) => anchorStart(m, a, 5 + a.nc + a.nm, strides),
})
