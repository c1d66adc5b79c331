/** C3 and its bottleneck with RepConvs: the inner stage of YOLOv9. https://arxiv.org/abs/2402.13616 */
import { bool, channels, defineBlock, float, inputChannels, int, repeats } from '../../../graph-core/symbolic'
import { kernels } from './bottleneck'
import { fuseBranches, twoBranchStage } from './c3'
import { Conv } from './conv'
import { RepConv } from './rep-conv'

const source = 'https://arxiv.org/abs/2402.13616'

/** Bottleneck whose first convolution is a RepConv. */
export const RepBottleneck = defineBlock('RepBottleneck', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'Bottleneck whose first convolution is a RepConv.',
    zh: { name: '重参数瓶颈', summary: '第一个卷积为 RepConv 的瓶颈。' },
    source,
  },
  args: { c1: inputChannels(), c2: channels(), shortcut: bool(true), g: int(1), k: kernels, e: float(0.5) },
  build({ c1, c2, g, k, e }, env) {
    const c = Math.trunc(c2 * e)
    return { cv1: RepConv(env, c1, c, k[0], 1), cv2: Conv(env, c, c2, k[1], 1, { g }) }
  },
  forward: ({ cv1, cv2 }, x, _, { c1, c2, shortcut }) => (shortcut && c1 === c2 ? x.add(cv2(cv1(x))) : cv2(cv1(x))),
})

/** C3 of such bottlenecks. */
export const RepCSP = defineBlock('RepCSP', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'C3 whose bottlenecks begin with a RepConv.',
    zh: { name: '重参数跨阶段块', summary: '瓶颈以 RepConv 开头的 C3。' },
    source,
  },
  args: { c1: inputChannels(), c2: channels(), n: repeats(1), shortcut: bool(true), g: int(1), e: float(0.5) },
  build: (a, env) => twoBranchStage(env, a, (c) => RepBottleneck(env, c, c, a.shortcut, a.g, { e: 1 })),
  forward: fuseBranches,
})
