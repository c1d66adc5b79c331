import { type Module, type Tensor, activation, defineBlock, int, optionalSize, size, suggesting } from '../../../graph-core/symbolic'
import { fusedConv } from '../../layers/fuse-conv'
import * as nn from '../../layers/nn'
import { autopad } from './autopad'
import { activationOf } from './conv'

type Step = Module<Tensor, Tensor>

/** Conv with a pointwise convolution beside it, merged into one when fused. The parse rule does not know it: a row writes both channel numbers. */
export const Conv2 = defineBlock('Conv2', {
  library: 'ultralytics',
  file: 'conv',
  about: {
    category: 'convolution',
    summary: 'Conv with a pointwise convolution beside it; both merge into one when the model is fused.',
    zh: { name: '双路卷积', summary: '并联一个逐点卷积的 Conv，模型融合时两者合一。' },
  },
  args: {
    c1: suggesting(int(), (c) => c),
    c2: suggesting(int(), (c) => c),
    k: size(3),
    s: size(1),
    p: optionalSize(),
    g: int(1),
    d: int(1),
    act: activation(),
  },
  build: ({ c1, c2, k, s, p, g, d, act }, env) => ({
    conv: nn.Conv2d(c1, c2, k, s, autopad(k, p, d), d, g, false),
    bn: nn.BatchNorm2d(c2) as Step | null,
    act: activationOf(act, env),
    cv2: nn.Conv2d(c1, c2, 1, s, autopad(1, p, d), d, g, false) as Step | null,
  }),
  forward: ({ conv, bn, act, cv2 }, x) => act(bn === null || cv2 === null ? conv(x) : bn(conv(x).add(cv2(x)))),
  fuse: ({ conv, act }, _, how) => ({ conv: fusedConv(conv, how), bn: null, act, cv2: null }),
})
