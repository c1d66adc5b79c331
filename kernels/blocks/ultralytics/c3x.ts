import { bool, channels, defineBlock, float, inputChannels, int, repeats } from '../../../graph-core/symbolic'
import { Bottleneck } from './bottleneck'
import { fuseBranches, twoBranchStage } from './c3'

const rowThenColumn = [
  [1, 3],
  [3, 1],
]

/** C3 whose bottlenecks look along rows, then along columns. */
export const C3x = defineBlock('C3x', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'C3 whose bottlenecks look along rows, then along columns.',
    zh: { name: '十字 C3', summary: '瓶颈先沿行再沿列卷积的 C3。' },
  },
  args: { c1: inputChannels(), c2: channels(), n: repeats(1), shortcut: bool(true), g: int(1), e: float(0.5) },
  build: (a, env) => twoBranchStage(env, a, (c) => Bottleneck(env, c, c, a.shortcut, a.g, rowThenColumn, 1)),
  forward: fuseBranches,
})
