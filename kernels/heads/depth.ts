import { type Param, ShapeError, type Tensor, type Value, buffer, defineBlock, init, int, ints, tensorAt } from '../../graph-core/symbolic'
import { Conv } from '../blocks/ultralytics'
import * as nn from '../layers/nn'
import { resize } from '../ops/resize'
import { levelChannels } from './detect-family'

const enlarged = (x: Tensor, factor: number, alignCorners: boolean) =>
  resize([x], { mode: 'bilinear', alignCorners, scales: [factor, factor], sizes: null })

/** How far away each place is: the levels are joined from coarse to fine, each refined on the way. https://arxiv.org/abs/2103.13413 */
export const Depth = defineBlock('Depth', {
  library: 'ultralytics',
  since: '8.4',
  file: 'head',
  about: {
    category: 'head',
    summary: 'Says how far away each place is, in metres, at a quarter of the image’s size.',
    zh: { name: '深度头', summary: '给出每个位置的距离（米），尺寸为图像的四分之一。' },
    source: 'https://docs.ultralytics.com/reference/nn/modules/head/',
  },
  head: {
    task: 'depth',
    strides: 32,
    exported: (result) => enlarged(result as Tensor, 4, false),
  },
  reads: 'list',
  args: { c_mid: int(256), ch: ints() },
  row: (cells, r) => [...cells.slice(0, 1), levelChannels(r)],
  build({ c_mid: c, ch }, env) {
    if (ch.length === 0) throw new ShapeError('shape.input', 'a head needs at least one level')
    const [half, quarter] = [Math.floor(c / 2), Math.floor(c / 4)]
    return {
      cal_a: buffer([1], init.ones),
      cal_b: buffer([1], init.zeros),
      proj: nn.ModuleList(ch.map((channels) => Conv(env, channels, c, 1))),
      refine: nn.ModuleList(ch.slice(1).map(() => nn.Sequential([Conv(env, c, c, 3), Conv(env, c, c, 3)]))),
      head: nn.Sequential([
        Conv(env, c, half, 3),
        nn.ConvTranspose2d(half, half, 2, 2, { bias: true }),
        Conv(env, half, quarter, 3),
        nn.Conv2d(quarter, 1, 1),
      ]),
    }
  },
  forward({ cal_a, cal_b, proj, refine, head }, maps: readonly Tensor[], f, { ch }): Value {
    if (maps.length < ch.length) throw new ShapeError('shape.input', `the head reads a list of ${ch.length} maps`)
    const levels = proj.map((project, i) => project(maps[i]!))
    let joined = levels.at(-1)!
    for (let i = levels.length - 2; i >= 0; i--) joined = refine[i]!(enlarged(joined, 2, true).add(levels[i]!))
    const depth = head(joined).clamp(-4, 5).exp()
    return f.mode === 'raw' ? { depth } : depth.pow(cal_a).mul(cal_b.exp())
  },
  *initialise({ head }) {
    yield [tensorAt(head, '3.bias') as Param, init.constant(0.182)]
  },
})
