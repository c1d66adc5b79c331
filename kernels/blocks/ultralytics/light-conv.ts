import {
  type AnyModule,
  type Env,
  type Resolved,
  activation,
  defineBlock,
  int,
  isModule,
  ofClass,
  size,
  variant,
  suggesting,
} from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { Conv } from './conv'
import { DWConv } from './dwconv'

const args = { c1: suggesting(int(), (c) => c), c2: suggesting(int(), (c) => c), k: size(1), act: activation() }

/** The children, with the activation that stands for none given. */
const parts = ({ c1, c2, k, act }: Resolved<typeof args>, env: Env, fallback: AnyModule) => ({
  conv1: Conv(env, c1, c2, 1, { act: false }),
  conv2: DWConv(env, c2, c2, k, { act: isModule(act) ? act : fallback }),
})

/** Up to 8.3 made once, with the signature: all that take it share it. */
const ofSignature = ofClass(nn.ReLU())

/** A pointwise convolution, then a depthwise one. A row writes both channel numbers. https://github.com/PaddlePaddle/PaddleDetection */
export const LightConv = defineBlock('LightConv', {
  library: 'ultralytics',
  file: 'conv',
  about: {
    category: 'convolution',
    summary: 'A pointwise convolution, then a depthwise one: a cheap convolution of any kernel size.',
    zh: { name: '轻量卷积', summary: '先逐点卷积再深度卷积：任意核大小的便宜卷积。' },
    source: 'https://github.com/PaddlePaddle/PaddleDetection',
  },
  args,
  build: (a, env) => parts(a, env, nn.ReLU()),
  forward: ({ conv1, conv2 }, x) => conv2(conv1(x)),
  versions: { '<8.4': variant({ args, build: (a, env) => parts(a, env, ofSignature) }) },
})
