import { type Module, type Tensor, activation, channels, defineBlock, inputChannels, int, size } from '../../../graph-core/symbolic'
import { fusedConv } from '../../layers/fuse-conv'
import * as nn from '../../layers/nn'
import { autopad } from './autopad'
import { activationOf } from './conv'

/** The largest number of groups two channel numbers allow. */
export function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/** Conv with as many groups as both channel numbers allow. */
export const DWConv = defineBlock('DWConv', {
  library: 'ultralytics',
  file: 'conv',
  about: {
    category: 'convolution',
    summary: 'Depthwise convolution: each channel is filtered on its own. Cheap, mixes no channels.',
    zh: { name: '深度卷积', summary: '每个通道单独滤波，便宜，不混合通道。' },
  },
  args: { c1: inputChannels(), c2: channels(), k: size(1), s: size(1), d: int(1), act: activation() },
  build: ({ c1, c2, k, s, d, act }, env) => ({
    conv: nn.Conv2d(c1, c2, k, s, autopad(k, null, d), d, gcd(c1, c2), false),
    bn: nn.BatchNorm2d(c2) as Module<Tensor, Tensor> | null,
    act: activationOf(act, env),
  }),
  forward: ({ conv, bn, act }, x) => act(bn === null ? conv(x) : bn(conv(x))),
  fuse: ({ conv, act }, _, how) => ({ conv: fusedConv(conv, how), bn: null, act }),
})
