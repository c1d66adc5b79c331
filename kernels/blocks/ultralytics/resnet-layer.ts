/** ResNet's stages with Conv as their convolution. A row writes all channels, which are not scaled. https://arxiv.org/abs/1512.03385 */
import { type Module, type Tensor, bool, defineBlock, int, suggesting } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { times } from '../../layers/times'
import { Conv } from './conv'

const source = 'https://arxiv.org/abs/1512.03385'

const written = { c1: suggesting(int(), (c) => c), c2: suggesting(int(), (c) => Math.ceil(c / 4)) }

/** A bottleneck that widens to e times its channels. */
export const ResNetBlock = defineBlock('ResNetBlock', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'ResNet’s bottleneck, e times wider at its end, with a shortcut.',
    zh: { name: '残差瓶颈', summary: 'ResNet 的瓶颈，末端宽 e 倍，带捷径。' },
    source,
  },
  args: { ...written, s: int(1), e: int(4) },
  build({ c1, c2, s, e }, env) {
    const wide = e * c2
    return {
      cv1: Conv(env, c1, c2, { k: 1, s: 1, act: true }),
      cv2: Conv(env, c2, c2, { k: 3, s, p: 1, act: true }),
      cv3: Conv(env, c2, wide, { k: 1, act: false }),
      shortcut: (s !== 1 || c1 !== wide ? nn.Sequential([Conv(env, c1, wide, { k: 1, s, act: false })]) : nn.Identity()) as Module<
        Tensor,
        Tensor
      >,
    }
  },
  forward: ({ cv1, cv2, cv3, shortcut }, x) =>
    cv3(cv2(cv1(x)))
      .add(shortcut(x))
      .relu(),
})

/** n such bottlenecks, the first at stride s; or, as the first layer, a 7×7 convolution and a pooling. */
export const ResNetLayer = defineBlock('ResNetLayer', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'A stage of ResNet: n bottlenecks, or its stem as the first layer. A row writes all channels, unscaled.',
    zh: { name: '残差阶段', summary: 'ResNet 的一个阶段：n 个瓶颈，首层时为其输入层。行中写明所有通道，不缩放。' },
    source,
  },
  args: { ...written, s: int(1), is_first: bool(false), n: int(1), e: int(4) },
  // The parse rule takes e for 4, whatever the row says.
  declared: ({ c2, is_first }) => (is_first ? c2 : 4 * c2),
  build({ c1, c2, s, is_first, n, e }, env) {
    const steps = is_first
      ? [Conv(env, c1, c2, { k: 7, s: 2, p: 3, act: true }), nn.MaxPool2d(3, 2, 1)]
      : [ResNetBlock(env, c1, c2, s, e), ...times(n - 1, () => ResNetBlock(env, e * c2, c2, 1, e))]
    return { layer: nn.Sequential(steps) }
  },
  forward: ({ layer }, x) => layer(x),
})
