import { channels, defineBlock, inputChannels, int, suggesting } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { Conv } from './conv'

/** Spatial pyramid pooling as a chain of equal windows, each result kept. c3 is not scaled. https://arxiv.org/abs/2402.13616 */
export const SPPELAN = defineBlock('SPPELAN', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'pooling',
    summary: 'Pools the map three times in a row and joins all results. Stands at the end of YOLOv9’s backbone.',
    zh: { name: '聚合金字塔池化', summary: '连续池化三次并拼接所有结果，位于 YOLOv9 主干末端。' },
    source: 'https://arxiv.org/abs/2402.13616',
  },
  args: { c1: inputChannels(), c2: channels(), c3: suggesting(int(), (c) => Math.ceil(c / 2)), k: int(5) },
  build({ c1, c2, c3, k }, env) {
    const pool = () => nn.MaxPool2d(k, 1, Math.floor(k / 2))
    return { cv1: Conv(env, c1, c3, 1, 1), cv2: pool(), cv3: pool(), cv4: pool(), cv5: Conv(env, 4 * c3, c2, 1, 1) }
  },
  forward({ cv1, cv2, cv3, cv4, cv5 }, x, f) {
    const y = cv1(x)
    const near = cv2(y)
    const far = cv3(near)
    return cv5(f.concat([y, near, far, cv4(far)], 1))
  },
})
