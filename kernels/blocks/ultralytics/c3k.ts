import { bool, channels, defineBlock, float, inputChannels, int, repeats } from '../../../graph-core/symbolic'
import { Bottleneck } from './bottleneck'
import { fuseBranches, twoBranchStage } from './c3'

/** C3 whose bottlenecks have two kernels of a chosen size. */
export const C3k = defineBlock('C3k', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'C3 with a chosen kernel size: what C3k2 repeats in its deeper form.',
    zh: { name: '可选核 C3', summary: '卷积核大小可选的 C3，即 C3k2 较深形式中的重复单元。' },
  },
  args: { c1: inputChannels(), c2: channels(), n: repeats(1), shortcut: bool(true), g: int(1), e: float(0.5), k: int(3) },
  build: (a, env) => twoBranchStage(env, a, (c) => Bottleneck(env, c, c, a.shortcut, a.g, [a.k, a.k], 1)),
  forward: fuseBranches,
})
