/** Down-sampling of YOLOv9. https://arxiv.org/abs/2402.13616 */
import { type Tensor, channels, defineBlock, inputChannels } from '../../../graph-core/symbolic'
import { avgPool, maxPool } from '../../ops/pool'
import { Conv } from './conv'

const source = 'https://arxiv.org/abs/2402.13616'

/** The mean of each place and its three neighbours to the right and below. */
const smooth = (x: Tensor) => avgPool([x], { kernel: [2, 2], stride: [1, 1], padding: [0, 0], ceil: false, countIncludePad: true })

/** Smooths the map, then halves it by a convolution. */
export const AConv = defineBlock('AConv', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'convolution',
    summary: 'Smooths the map, then halves it by a convolution.',
    zh: { name: '平滑下采样卷积', summary: '先平滑特征图，再用卷积将其减半。' },
    source,
  },
  args: { c1: inputChannels(), c2: channels() },
  build: ({ c1, c2 }, env) => ({ cv1: Conv(env, c1, c2, 3, 2, 1) }),
  forward: ({ cv1 }, x) => cv1(smooth(x)),
})

/** Smooths the map, then halves one half of the channels by a convolution, the other by pooling. */
export const ADown = defineBlock('ADown', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'convolution',
    summary: 'Smooths the map, then halves it: half of the channels by a convolution, the others by pooling.',
    zh: { name: '双路下采样', summary: '先平滑再减半：一半通道用卷积，另一半用池化。' },
    source,
  },
  args: { c1: inputChannels(), c2: channels() },
  build({ c1, c2 }, env) {
    const [from, to] = [Math.floor(c1 / 2), Math.floor(c2 / 2)]
    return { cv1: Conv(env, from, to, 3, 2, 1), cv2: Conv(env, from, to, 1, 1, 0) }
  },
  forward({ cv1, cv2 }, x, f) {
    const [convolved, pooled] = smooth(x).chunk(2, 1) as [Tensor, Tensor]
    const highest = maxPool([pooled], { kernel: [3, 3], stride: [2, 2], padding: [1, 1], dilation: [1, 1], ceil: false })
    return f.concat([cv1(convolved), cv2(highest)], 1)
  },
})
