import {
  type AnyModule,
  type Module,
  type Tensor,
  activation,
  bool,
  channels,
  defineBlock,
  inputChannels,
  int,
  isModule,
  ofClass,
} from '../../../graph-core/symbolic'
import { fusedConv } from '../../layers/fuse-conv'
import * as nn from '../../layers/nn'

type Step = Module<Tensor, Tensor>

/** An attribute of the library's class: one module for all, also where `activation` gives Conv another one. */
const defaultAct = ofClass(nn.SiLU())

/** Transposed convolution, batch normalisation, activation: an up-sampling that learns. */
export const ConvTranspose = defineBlock('ConvTranspose', {
  library: 'ultralytics',
  file: 'conv',
  about: {
    category: 'convolution',
    summary: 'Transposed convolution, batch normalisation, activation: an up-sampling that learns.',
    zh: { name: '转置卷积', summary: '转置卷积、批归一化、激活：可学习的上采样。' },
  },
  args: { c1: inputChannels(), c2: channels(), k: int(2), s: int(2), p: int(0), bn: bool(true), act: activation() },
  build: ({ c1, c2, k, s, p, bn, act }) => ({
    conv_transpose: nn.ConvTranspose2d(c1, c2, k, s, p, { bias: !bn }),
    bn: (bn ? nn.BatchNorm2d(c2) : nn.Identity()) as Step | null,
    act: (act === true ? defaultAct : isModule(act) ? act : nn.Identity()) as AnyModule as Step,
  }),
  forward: ({ conv_transpose, bn, act }, x) => act(bn === null ? conv_transpose(x) : bn(conv_transpose(x))),
  fuse: ({ conv_transpose, bn, act }, a, how) =>
    a.bn ? { conv_transpose: fusedConv(conv_transpose, how), bn: null, act } : { conv_transpose, bn, act },
})
