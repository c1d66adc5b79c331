import { type Size, bool, channels, defineBlock, float, inputChannels, int, role } from '../../../graph-core/symbolic'
import { Conv } from './conv'

/** Kernel sizes of two convolutions. */
export const kernels = role<readonly [Size, Size]>(
  'list',
  'two kernel sizes',
  (v) => (Array.isArray(v) && v.length === 2 ? (v as unknown as [Size, Size]) : undefined),
  [3, 3],
)

/** Two convolutions with an optional shortcut around them. */
export const Bottleneck = defineBlock('Bottleneck', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'Two convolutions, with a shortcut where the channels stay.',
    zh: { name: '瓶颈块', summary: '两个卷积，通道不变时带捷径。' },
  },
  args: { c1: inputChannels(), c2: channels(), shortcut: bool(true), g: int(1), k: kernels, e: float(0.5) },
  build({ c1, c2, g, k, e }, env) {
    const c = Math.trunc(c2 * e)
    return { cv1: Conv(env, c1, c, k[0], 1), cv2: Conv(env, c, c2, k[1], 1, { g }) }
  },
  forward: ({ cv1, cv2 }, x, _, { c1, c2, shortcut }) => (shortcut && c1 === c2 ? x.add(cv2(cv1(x))) : cv2(cv1(x))),
})
