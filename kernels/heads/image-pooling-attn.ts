import {
  type ArgValue,
  type Param,
  type RowContext,
  ShapeError,
  type Tensor,
  bool,
  defineBlock,
  init,
  int,
  ints,
  param,
  variant,
} from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { levelChannels } from './detect-family'

const args = { ec: int(256), ch: ints([]), ct: int(512), nh: int(8), k: int(3), scale: bool(false) }

/** The channels of the maps stand second. */
const row = ([ec, ...rest]: readonly ArgValue[], r: RowContext) => (ec === undefined ? [levelChannels(r)] : [ec, levelChannels(r), ...rest])

/** Lets the text of the classes look at the image: attention from each embedding to a few pooled places of every map. */
export const ImagePoolingAttn = defineBlock('ImagePoolingAttn', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'attention',
    summary: 'Lets the text of the classes look at the image: attention to a few pooled places of every map.',
    zh: { name: '图像池化注意力', summary: '让类别文本看图像：对每张特征图少数池化位置的注意力。' },
    source: 'https://arxiv.org/abs/2401.17270',
  },
  reads: 'list',
  text: 'refined',
  args,
  row,
  build({ ec, ch, ct, nh, k, scale }) {
    if (nh < 1 || ec % nh !== 0) throw new ShapeError('arg.value', `ImagePoolingAttn: ${ec} channels cannot be divided among ${nh} heads`)
    const embed = () => nn.Sequential([nn.LayerNorm(ec), nn.Linear(ec, ec)])
    return {
      query: nn.Sequential([nn.LayerNorm(ct), nn.Linear(ct, ec)]),
      key: embed(),
      value: embed(),
      proj: nn.Linear(ec, ct),
      scale: (scale ? param([1], init.zeros) : null) as Param | null,
      projections: nn.ModuleList(ch.map((c) => nn.Conv2d(c, ec, 1))),
      im_pools: nn.ModuleList(ch.map(() => nn.AdaptiveMaxPool2d([k, k]))),
    }
  },
  forward(m, [maps, text]: readonly [readonly Tensor[], Tensor], f, { nh, ec, ch }) {
    if (maps.length !== ch.length) throw new ShapeError('shape.input', `ImagePoolingAttn reads a list of ${ch.length} maps`)
    const pooled = maps.map((map, i) => m.im_pools[i]!(m.projections[i]!(map)).flatten(2))
    const places = f.concat(pooled, 2).transpose(1, 2)
    const byHead = (x: Tensor) => x.rearrange('b n (m c) -> b m n c', { m: nh })
    const [q, k, v] = [byHead(m.query(text)), byHead(m.key(places)), byHead(m.value(places))]
    const weights = q
      .matmul(k.transpose(2, 3))
      .div(Math.sqrt(ec / nh))
      .softmax(-1)
    const found = m.proj(weights.matmul(v).rearrange('b m n c -> b n (m c)'))
    return (m.scale === null ? found : found.mul(m.scale)).add(text)
  },
  versions: { '<8.4': variant({ args, row: (cells, r) => [...cells, levelChannels(r)] }) },
})
