import { type Module, ShapeError, type Tensor, type Value, defineBlock, int, ints } from '../../graph-core/symbolic'
import { Conv } from '../blocks/ultralytics'
import * as nn from '../layers/nn'
import { resize } from '../ops/resize'
import { levelChannels } from './detect-family'

/** The class of each pixel as the library's export gives it: in bytes where 256 classes suffice. */
function classMap(logits: Tensor, nc: number): Tensor {
  const full = resize([logits], { mode: 'bilinear', alignCorners: false, scales: [8, 8], sizes: null })
  return (nc > 1 ? full.argmax(1) : full.squeeze(1).gt(0)).to(nc <= 256 ? 'u8' : 'i32')
}

/** Which class each place belongs to. */
export const SemanticSegment = defineBlock('SemanticSegment', {
  library: 'ultralytics',
  since: '8.4',
  file: 'head',
  about: {
    category: 'head',
    summary: 'Says which class each place belongs to, at an eighth of the image’s size.',
    zh: { name: '语义分割头', summary: '给出每个位置的类别，尺寸为图像的八分之一。' },
    source: 'https://docs.ultralytics.com/reference/nn/modules/head/',
  },
  head: {
    task: 'semantic',
    strides: 'deepest',
    exported: (result) => classMap(result as Tensor, (result as Tensor).size(1) as number),
  },
  reads: 'list',
  args: { nc: int(19), ch: ints() },
  row: (cells, r) => [...cells, levelChannels(r)],
  build({ nc, ch }, env) {
    const [c, next] = ch
    if (c === undefined) throw new ShapeError('shape.input', 'a head needs at least one level')
    const classify = (from: number) => nn.Sequential([Conv(env, from, c, 3), nn.Conv2d(c, nc, 1)])
    return { classifier: classify(c), aux_head: (next === undefined ? null : classify(next)) as Module<Tensor, Tensor> | null }
  },
  forward({ classifier, aux_head }, maps: readonly Tensor[], f, { ch }): Value {
    if (maps.length < ch.length) throw new ShapeError('shape.input', `the head reads a list of ${ch.length} maps`)
    const logits = classifier(maps[0]!)
    return f.mode === 'raw' && aux_head !== null ? [logits, aux_head(maps[1]!)] : logits
  },
})
