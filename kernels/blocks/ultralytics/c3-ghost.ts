import { bool, channels, defineBlock, float, inputChannels, int, repeats } from '../../../graph-core/symbolic'
import { fuseBranches, twoBranchStage } from './c3'
import { GhostBottleneck } from './ghost-bottleneck'

/** C3 whose repeats are ghost bottlenecks. https://arxiv.org/abs/1911.11907 */
export const C3Ghost = defineBlock('C3Ghost', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'C3 whose repeats are ghost bottlenecks: a light stage.',
    zh: { name: '幽灵 C3', summary: '重复单元为幽灵瓶颈的 C3，轻量阶段。' },
    source: 'https://arxiv.org/abs/1911.11907',
  },
  args: { c1: inputChannels(), c2: channels(), n: repeats(1), shortcut: bool(true), g: int(1), e: float(0.5) },
  build: (a, env) => twoBranchStage(env, a, (c) => GhostBottleneck(env, c, c)),
  forward: fuseBranches,
})
