import { bool, channels, defineBlock, float, inputChannels, int, repeats } from '../../../graph-core/symbolic'
import { normaliseBranches, normalisedStage } from '../ultralytics/bottleneck-csp'
import { Bottleneck } from './bottleneck'
import { common } from './library'

/** The stage before C3, whose bottlenecks begin with a pointwise convolution. https://arxiv.org/abs/1911.11929 */
export const BottleneckCSP = defineBlock('BottleneckCSP', {
  ...common,
  about: {
    category: 'stage',
    summary: 'The cross-stage stage before C3: two branches, normalised together where they meet.',
    zh: { name: '瓶颈跨阶段块', summary: 'C3 之前的跨阶段结构：两个分支在汇合处一起归一化。' },
    source: 'https://arxiv.org/abs/1911.11929',
  },
  args: { c1: inputChannels(), c2: channels(), n: repeats(1), shortcut: bool(true), g: int(1), e: float(0.5) },
  build: (a, env) => normalisedStage(env, a, (c) => Bottleneck(env, c, c, a.shortcut, a.g, 1)),
  forward: normaliseBranches,
})
