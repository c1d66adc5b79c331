import { type Tensor, type Value, bool, defineBlock, int, ints } from '../../../graph-core/symbolic'
import { allPlaces, anchorForm, anchorLevels, anchorLists, anchorStart, boxesAround, levelMaps, rowWithAnchors } from './anchor-boxes'

/** Boxes around anchors, an object score and classes at every place of several levels. */
export const Detect = defineBlock('Detect', {
  library: 'yolov5',
  file: 'yolo',
  about: {
    category: 'head',
    summary: 'Predicts boxes relative to anchors, an object score and classes at every place of its levels.',
    zh: { name: '锚框检测头', summary: '在各层级的每个位置预测相对锚框的框、目标得分和类别。' },
    source: 'https://github.com/ultralytics/yolov5',
  },
  head: { task: 'detect', strides: 'traced', predictions: anchorForm },
  reads: 'list',
  args: { nc: int(), anchors: anchorLists, ch: ints([]), inplace: bool(true) },
  row: rowWithAnchors,
  build: (a) => anchorLevels(a, a.nc + 5),
  forward({ anchors, m }, maps: readonly Tensor[], f, { anchors: sizes, nc }): Value {
    const raw = levelMaps(m, maps, sizes)
    if (f.mode === 'raw') return raw
    const decoded = raw.map((map, i) => {
      const [xy, wh, scores] = map.sigmoid().split([2, 2, nc + 1], 4) as [Tensor, Tensor, Tensor]
      return f.concat([...boxesAround(xy, wh, anchors, i, f), scores], 4)
    })
    return [allPlaces(decoded, f), raw]
  },
  initialise: (m, a, strides) => anchorStart(m, a, a.nc + 5, strides),
})
