/** Inverted blocks of YOLOv10, and C2f of them. https://arxiv.org/abs/2405.14458 */
import { bool, channels, defineBlock, float, inputChannels, int, repeats, variant } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { fuseEveryPiece, splitStage } from './c2f'
import { Conv } from './conv'
import { RepVGGDW } from './rep-vggdw'

const source = 'https://arxiv.org/abs/2405.14458'

/** Depthwise and pointwise convolutions in turn; `lk` takes a larger kernel in the middle. */
export const CIB = defineBlock('CIB', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'Depthwise and pointwise convolutions in turn, with a shortcut where the channels stay.',
    zh: { name: '紧凑倒置块', summary: '深度卷积与逐点卷积交替，通道不变时带捷径。' },
    source,
  },
  args: { c1: inputChannels(), c2: channels(), shortcut: bool(true), e: float(0.5), lk: bool(false) },
  build({ c1, c2, e, lk }, env) {
    const wide = 2 * Math.trunc(c2 * e)
    const depthwise = (c: number) => Conv(env, c, c, 3, { g: c })
    return {
      cv1: nn.Sequential([
        depthwise(c1),
        Conv(env, c1, wide, 1),
        lk ? RepVGGDW(env, wide) : depthwise(wide),
        Conv(env, wide, c2, 1),
        depthwise(c2),
      ]),
    }
  },
  forward: ({ cv1 }, x, _, { c1, c2, shortcut }) => (shortcut && c1 === c2 ? x.add(cv1(x)) : cv1(x)),
})

/** C2f whose repeats are inverted blocks. */
export const C2fCIB = defineBlock('C2fCIB', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'C2f whose repeats are inverted blocks of depthwise convolutions. A stage of YOLOv10.',
    zh: { name: '紧凑倒置阶段', summary: '重复单元为紧凑倒置块的 C2f，YOLOv10 的一种阶段。' },
    source,
  },
  endsLegacy: true,
  args: { c1: inputChannels(), c2: channels(), n: repeats(1), shortcut: bool(false), lk: bool(false), g: int(1), e: float(0.5) },
  build: (a, env) => splitStage(env, a, (c) => CIB(env, c, c, a.shortcut, 1, a.lk)),
  forward: fuseEveryPiece,
  versions: { '<8.4': variant({ endsLegacy: false }) },
})
