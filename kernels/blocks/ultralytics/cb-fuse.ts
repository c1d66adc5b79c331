/** Connections between the two backbones of YOLOv9e. https://arxiv.org/abs/2402.13616 */
import {
  ShapeError,
  Tensor,
  type Value,
  defineBlock,
  inputChannels,
  int,
  ints,
  optionalSize,
  size,
  suggesting,
} from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { resize } from '../../ops/resize'
import { autopad } from './autopad'

const source = 'https://arxiv.org/abs/2402.13616'

/** One convolution whose channels are dealt out as a list of maps, one for each level that will read it. */
export const CBLinear = defineBlock('CBLinear', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'join',
    summary: 'One convolution that gives a list of maps, one for each level that will read it.',
    zh: { name: '多级线性', summary: '一次卷积给出一列特征图，供各个层级读取。' },
    source,
  },
  args: { c1: inputChannels(), c2s: suggesting(ints(), (c) => [c]), k: size(1), s: size(1), p: optionalSize(), g: int(1) },
  declared: ({ c2s }) => c2s,
  build: ({ c1, c2s, k, s, p, g }) => ({
    conv: nn.Conv2d(
      c1,
      c2s.reduce((sum, c) => sum + c, 0),
      k,
      s,
      autopad(k, p),
      { groups: g, bias: true },
    ),
  }),
  forward: ({ conv }, x: Tensor, _, { c2s }): Value => conv(x).split(c2s, 1),
})

/** The chosen map of a list; throws ShapeError where there is none. */
function chosen(list: Value, i: number | undefined): Tensor {
  const map = Array.isArray(list) && i !== undefined ? (list as readonly Value[]).at(i) : undefined
  if (!(map instanceof Tensor))
    throw new ShapeError('shape.input', `CBFuse reads lists of maps and one number for each, got ${i ?? 'none'} for a list`)
  return map
}

/** Adds one map of each list to the last input, all brought to its size. */
export const CBFuse = defineBlock('CBFuse', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'join',
    summary: 'Adds the chosen map of each list to the last row, brought to its size.',
    zh: { name: '多级融合', summary: '把各列表中选定的特征图调到最后一行的尺寸并相加。' },
    source,
  },
  reads: 'anything',
  args: { idx: ints() },
  declared: (_, r) => r.channels.at(-1)!,
  build: () => ({}),
  forward(_, given: Value, f, { idx }) {
    const inputs = Array.isArray(given) ? (given as readonly Value[]) : []
    const target = inputs.at(-1)
    if (!(target instanceof Tensor)) throw new ShapeError('shape.input', 'CBFuse reads lists of maps, and a map as the last row')
    const sizes = [target.size(2), target.size(3)]
    const brought = inputs
      .slice(0, -1)
      .map((list, i) => resize([chosen(list, idx[i])], { mode: 'nearest', alignCorners: false, scales: null, sizes }))
    return f.stack([...brought, target], 0).sum(0)
  },
})
