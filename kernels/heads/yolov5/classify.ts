import { type Tensor, type Value, defineBlock, float, int, optionalSize, size } from '../../../graph-core/symbolic'
import { Conv } from '../../blocks/ultralytics'
import { autopad } from '../../blocks/ultralytics/autopad'
import * as nn from '../../layers/nn'

/** EfficientNet-B0's width. */
const hidden = 1280

/** One vector of class scores for the image, before any softmax. */
export const Classify = defineBlock('Classify', {
  library: 'yolov5',
  file: 'common',
  about: { category: 'head part', summary: 'One score a class for the whole image.' },
  reads: 'anything',
  args: { c1: int(), c2: int(), k: size(1), s: size(1), p: optionalSize(), g: int(1), dropout_p: float(0) },
  build: ({ c1, c2, k, s, p, g, dropout_p }, env) => ({
    conv: Conv(env, c1, hidden, k, s, autopad(k, p, 1), g),
    pool: nn.AdaptiveAvgPool2d(1),
    drop: nn.Dropout(dropout_p, true),
    linear: nn.Linear(hidden, c2),
  }),
  forward({ conv, pool, drop, linear }, x: Value, f) {
    const map = Array.isArray(x) ? f.concat(x as readonly Tensor[], 1) : (x as Tensor)
    return linear(drop(pool(conv(map)).flatten(1)))
  },
})
