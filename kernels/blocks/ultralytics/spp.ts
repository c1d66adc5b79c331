import { channels, defineBlock, inputChannels, ints } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { Conv } from './conv'

/** Spatial pyramid pooling: the map pooled with several windows, all joined. https://arxiv.org/abs/1406.4729 */
export const SPP = defineBlock('SPP', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'pooling',
    summary: 'Pools the map with windows of several sizes and joins the results: context at several reaches.',
    zh: { name: '空间金字塔池化', summary: '用多种窗口池化并拼接：多种范围的上下文。' },
    source: 'https://arxiv.org/abs/1406.4729',
  },
  args: { c1: inputChannels(), c2: channels(), k: ints([5, 9, 13]) },
  build({ c1, c2, k }, env) {
    const c = Math.floor(c1 / 2)
    return {
      cv1: Conv(env, c1, c, 1, 1),
      cv2: Conv(env, c * (k.length + 1), c2, 1, 1),
      m: nn.ModuleList(k.map((window) => nn.MaxPool2d(window, 1, Math.floor(window / 2)))),
    }
  },
  forward({ cv1, cv2, m }, x, f) {
    const y = cv1(x)
    return cv2(f.concat([y, ...m.map((pool) => pool(y))], 1))
  },
})
