import {
  type Activation,
  type AnyModule,
  type Env,
  type Module,
  type Tensor,
  activation,
  channels,
  defineBlock,
  inputChannels,
  int,
  isModule,
  optionalSize,
  size,
} from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { fusedConv } from '../../layers/fuse-conv'
import { autopad } from './autopad'

/** True is the model's shared activation, a module is itself, anything else is none. */
export function activationOf(act: Activation, env: Env): Module<Tensor, Tensor> {
  return (act === true ? env.act : isModule(act) ? act : nn.Identity()) as AnyModule as Module<Tensor, Tensor>
}

/** Convolution, batch normalisation, activation. */
export const Conv = defineBlock('Conv', {
  library: 'ultralytics',
  file: 'conv',
  about: {
    category: 'convolution',
    summary: 'Convolution, batch normalisation, activation: what everything else is made of.',
    zh: { name: '卷积', summary: '卷积、批归一化、激活：一切的基础。' },
  },
  args: {
    c1: inputChannels(),
    c2: channels(),
    k: size(1),
    s: size(1),
    p: optionalSize(),
    g: int(1),
    d: int(1),
    act: activation(),
  },
  build: ({ c1, c2, k, s, p, g, d, act }, env) => ({
    conv: nn.Conv2d(c1, c2, k, s, autopad(k, p, d), d, g, false),
    bn: nn.BatchNorm2d(c2) as Module<Tensor, Tensor> | null,
    act: activationOf(act, env),
  }),
  forward: ({ conv, bn, act }, x) => act(bn === null ? conv(x) : bn(conv(x))),
  fuse: ({ conv, act }, _, how) => ({ conv: fusedConv(conv, how), bn: null, act }),
})
