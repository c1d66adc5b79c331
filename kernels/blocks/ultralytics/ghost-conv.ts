import { activation, channels, defineBlock, inputChannels, int, size } from '../../../graph-core/symbolic'
import { Conv } from './conv'

/** Half of the channels by a convolution, the other half from those by a cheap depthwise one. https://arxiv.org/abs/1911.11907 */
export const GhostConv = defineBlock('GhostConv', {
  library: 'ultralytics',
  file: 'conv',
  about: {
    category: 'convolution',
    summary: 'Half of the channels by a convolution, the other half from those by a cheap depthwise one.',
    zh: { name: '幽灵卷积', summary: '一半通道由卷积得到，另一半由其经便宜的深度卷积得到。' },
    source: 'https://arxiv.org/abs/1911.11907',
  },
  args: { c1: inputChannels(), c2: channels(), k: size(1), s: size(1), g: int(1), act: activation() },
  build({ c1, c2, k, s, g, act }, env) {
    const half = Math.floor(c2 / 2)
    return { cv1: Conv(env, c1, half, k, s, null, g, { act }), cv2: Conv(env, half, half, 5, 1, null, half, { act }) }
  },
  forward({ cv1, cv2 }, x, f) {
    const y = cv1(x)
    return f.concat([y, cv2(y)], 1)
  },
})
