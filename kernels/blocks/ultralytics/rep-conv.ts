import {
  type AnyModule,
  type Module,
  ShapeError,
  type Tensor,
  activation,
  bool,
  defineBlock,
  int,
  isModule,
  ofClass,
  suggesting,
} from '../../../graph-core/symbolic'
import { frozenConv } from '../../layers/fuse-conv'
import * as nn from '../../layers/nn'
import { Conv } from './conv'

type Step = Module<Tensor, Tensor>

/** An attribute of the library's class: one module for all, also where `activation` gives Conv another one. */
const defaultAct = ofClass(nn.SiLU())

/**
 * A 3×3 and a 1×1 convolution side by side, and the input itself where asked, merged into one convolution when fused.
 * A row writes both channel numbers. https://arxiv.org/abs/2101.03697
 */
export const RepConv = defineBlock('RepConv', {
  library: 'ultralytics',
  file: 'conv',
  about: {
    category: 'convolution',
    summary: 'A 3×3 and a 1×1 convolution side by side for training, one convolution when the model is fused.',
    zh: { name: '重参数卷积', summary: '训练时 3×3 与 1×1 卷积并联，模型融合后为一个卷积。' },
    source: 'https://arxiv.org/abs/2101.03697',
  },
  args: {
    c1: suggesting(int(), (c) => c),
    c2: suggesting(int(), (c) => c),
    k: int(3),
    s: int(1),
    p: int(1),
    g: int(1),
    d: int(1),
    act: activation(),
    bn: bool(false),
    deploy: bool(false),
  },
  build({ c1, c2, k, s, p, g, act, bn }, env) {
    if (k !== 3 || p !== 1) throw new ShapeError('arg.value', `RepConv has a 3×3 kernel and padding 1, got ${k} and ${p}`)
    return {
      act: (act === true ? defaultAct : isModule(act) ? act : nn.Identity()) as AnyModule as Step,
      bn: (bn && c1 === c2 && s === 1 ? nn.BatchNorm2d(c1) : null) as Step | null,
      conv1: Conv(env, c1, c2, k, s, p, g, { act: false }) as Step | null,
      conv2: Conv(env, c1, c2, 1, s, p - Math.floor(k / 2), g, { act: false }) as Step | null,
      conv: null as Step | null,
    }
  },
  forward({ act, bn, conv1, conv2, conv }, x) {
    if (conv1 === null || conv2 === null) return act(conv!(x))
    const both = conv1(x).add(conv2(x))
    return act(bn === null ? both : both.add(bn(x)))
  },
  fuse: ({ act }, { c1, c2, k, s, p, g }) => ({
    act,
    bn: null,
    conv1: null,
    conv2: null,
    conv: frozenConv(nn.Conv2d(c1, c2, k, s, p, 1, g)),
  }),
})
