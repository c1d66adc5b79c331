import { channels, defineBlock, inputChannels, int, suggesting } from '../../../graph-core/symbolic'
import { Conv } from './conv'

/** Changes channels by a pointwise convolution, then the size by a depthwise one. https://arxiv.org/abs/2405.14458 */
export const SCDown = defineBlock('SCDown', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'convolution',
    summary: 'Changes channels by a pointwise convolution, then the size by a depthwise one: cheaper than both at once.',
    zh: { name: '分离下采样', summary: '先逐点卷积改变通道，再深度卷积改变尺寸：比同时进行便宜。' },
    source: 'https://arxiv.org/abs/2405.14458',
  },
  args: { c1: inputChannels(), c2: channels(), k: suggesting(int(), () => 3), s: suggesting(int(), () => 1) },
  build: ({ c1, c2, k, s }, env) => ({ cv1: Conv(env, c1, c2, 1, 1), cv2: Conv(env, c2, c2, k, s, { g: c2, act: false }) }),
  forward: ({ cv1, cv2 }, x) => cv2(cv1(x)),
})
