import { bool, channels, defineBlock, float, inputChannels, int } from '../../../graph-core/symbolic'
import { Conv } from '../ultralytics'
import { common } from './library'

/** A pointwise and a 3×3 convolution with an optional shortcut around them. */
export const Bottleneck = defineBlock('Bottleneck', {
  ...common,
  about: {
    category: 'stage',
    summary: 'A pointwise and a 3×3 convolution, with a shortcut where the channels stay.',
    zh: { name: '瓶颈块', summary: '一个逐点卷积和一个 3×3 卷积，通道不变时带捷径。' },
  },
  args: { c1: inputChannels(), c2: channels(), shortcut: bool(true), g: int(1), e: float(0.5) },
  build({ c1, c2, g, e }, env) {
    const c = Math.trunc(c2 * e)
    return { cv1: Conv(env, c1, c, 1, 1), cv2: Conv(env, c, c2, 3, 1, { g }) }
  },
  forward: ({ cv1, cv2 }, x, _, { c1, c2, shortcut }) => (shortcut && c1 === c2 ? x.add(cv2(cv1(x))) : cv2(cv1(x))),
})
