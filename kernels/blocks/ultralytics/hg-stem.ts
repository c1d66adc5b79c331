import { type Tensor, channels, defineBlock, inputChannels, int, suggesting } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { pad } from '../../ops/pad'
import { Conv } from './conv'

/** One more column on the right and one more row below, of zeros. */
const widened = (x: Tensor) => pad([x], { left: 0, right: 1, top: 0, bottom: 1, mode: 'constant', value: 0 })

/** Stem of PP-HGNet: to a quarter of the size, by pooling and by two small convolutions side by side. Its channels are not scaled. */
export const HGStem = defineBlock('HGStem', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary:
      'To a quarter of the size by pooling and small convolutions side by side. The stem of RT-DETR’s backbone; its channels are not scaled.',
    zh: { name: 'HG 输入层', summary: '用池化和并列的小卷积缩到四分之一。RT-DETR 主干的输入层，通道不缩放。' },
    source: 'https://github.com/PaddlePaddle/PaddleDetection',
  },
  args: { c1: inputChannels(), cm: suggesting(int(), () => 32), c2: channels({ scaled: false }) },
  build({ c1, cm, c2 }, env) {
    const half = Math.floor(cm / 2)
    return {
      stem1: Conv(env, c1, cm, 3, 2, { act: nn.ReLU() }),
      stem2a: Conv(env, cm, half, 2, 1, 0, { act: nn.ReLU() }),
      stem2b: Conv(env, half, cm, 2, 1, 0, { act: nn.ReLU() }),
      stem3: Conv(env, cm * 2, cm, 3, 2, { act: nn.ReLU() }),
      stem4: Conv(env, cm, c2, 1, 1, { act: nn.ReLU() }),
      pool: nn.MaxPool2d(2, 1, 0, { ceil_mode: true }),
    }
  },
  forward({ stem1, stem2a, stem2b, stem3, stem4, pool }, x, f) {
    const y = widened(stem1(x))
    const convolved = stem2b(widened(stem2a(y)))
    return stem4(stem3(f.concat([pool(y), convolved], 1)))
  },
})
