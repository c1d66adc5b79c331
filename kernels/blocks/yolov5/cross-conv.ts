import { bool, channels, defineBlock, float, inputChannels, int, variant } from '../../../graph-core/symbolic'
import { Conv } from '../ultralytics'
import { common } from './library'

/** A 1×k and a k×1 convolution in place of a k×k one. */
export const CrossConv = defineBlock('CrossConv', {
  ...common,
  about: {
    category: 'convolution',
    summary: 'A row and a column convolution, one after the other: a large kernel at a small cost.',
    zh: { name: '十字卷积', summary: '先行卷积再列卷积：以小开销得到大核。' },
  },
  args: { c1: inputChannels(), c2: channels(), k: int(3), s: int(1), g: int(1), e: float(1), shortcut: bool(false) },
  build({ c1, c2, k, s, g, e }, env) {
    const c = Math.trunc(c2 * e)
    return { cv1: Conv(env, c1, c, [1, k], [1, s]), cv2: Conv(env, c, c2, [k, 1], [s, 1], { g }) }
  },
  forward: ({ cv1, cv2 }, x, _, { c1, c2, shortcut }) => (shortcut && c1 === c2 ? x.add(cv2(cv1(x))) : cv2(cv1(x))),
  versions: { '<7': variant({ file: 'experimental' }) },
})
