import { ShapeError, type Tensor, channels, defineBlock, float, inputChannels, repeats } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { times } from '../../layers/times'
import { Conv } from './conv'
import { PSABlock } from './psa-block'

/** Splits the channels and lets n attention blocks work on one half. https://arxiv.org/abs/2405.14458 */
export const C2PSA = defineBlock('C2PSA', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'attention',
    summary: 'Splits the channels, runs n self-attention blocks on one half and fuses both. Stands at the end of YOLO11’s backbone.',
    zh: { name: '部分自注意力阶段', summary: '切分通道，对一半运行 n 个自注意力块后融合，位于 YOLO11 主干末端。' },
    source: 'https://arxiv.org/abs/2405.14458',
  },
  args: { c1: inputChannels(), c2: channels(), n: repeats(1), e: float(0.5) },
  build({ c1, c2, n, e }, env) {
    const c = Math.trunc(c1 * e)
    if (c1 !== c2) throw new ShapeError('arg.value', `C2PSA keeps its channels: expected ${c1} output channels, got ${c2}`)
    // The library divides the channels by 64 for the number of heads and then by that number, also where it is 0.
    if (c < 64 && n > 0) throw new ShapeError('arg.value', `C2PSA needs at least 64 inner channels, got ${c}`)
    return {
      cv1: Conv(env, c1, 2 * c, 1, 1),
      cv2: Conv(env, 2 * c, c1, 1),
      m: nn.Sequential(times(n, () => PSABlock(env, c, 0.5, Math.floor(c / 64)))),
    }
  },
  forward({ cv1, cv2, m }, x, f) {
    const [kept, attended] = cv1(x).chunk(2, 1) as [Tensor, Tensor]
    return cv2(f.concat([kept, m(attended)], 1))
  },
})
