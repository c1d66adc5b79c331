import { defineBlock, init, int, param } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { withTensors } from '../layers/with-tensors'

/** Reads each side of a box as a distribution over c1 distances and takes its mean. https://arxiv.org/abs/2006.04388 */
export const DFL = defineBlock('DFL', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'head part',
    summary: 'Reads each side of a box as a distribution over distances and takes its mean.',
    source: 'https://arxiv.org/abs/2006.04388',
  },
  args: { c1: int(16) },
  build({ c1 }) {
    const distances = init.values(() => [...new Array<number>(c1).keys()])
    const weight = param([1, c1, 1, 1], distances, { frozen: true })
    return { conv: withTensors(nn.Conv2d(c1, 1, 1, { bias: false }), { weight, bias: null }) }
  },
  forward: ({ conv }, x, _, { c1 }) =>
    conv(x.rearrange('b (side bin) a -> b bin side a', { bin: c1 }).softmax(1)).rearrange('b 1 side a -> b side a'),
})
