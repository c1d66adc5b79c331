import { type Module, type Tensor, defineBlock, inputChannels } from '../../../graph-core/symbolic'
import { fusedConv } from '../../layers/fuse-conv'
import * as nn from '../../layers/nn'
import { Conv } from './conv'

type Step = Module<Tensor, Tensor>

/** A 7×7 and a 3×3 depthwise convolution side by side, one 7×7 when fused. https://arxiv.org/abs/2405.14458 */
export const RepVGGDW = defineBlock('RepVGGDW', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'convolution',
    summary: 'A 7×7 and a 3×3 depthwise convolution side by side, one when the model is fused.',
    zh: { name: '重参数深度卷积', summary: '7×7 与 3×3 深度卷积并联，融合后为一个。' },
    source: 'https://arxiv.org/abs/2405.14458',
  },
  args: { ed: inputChannels() },
  build: ({ ed }, env) => ({
    conv: Conv(env, ed, ed, 7, 1, 3, { g: ed, act: false }),
    conv1: Conv(env, ed, ed, 3, 1, 1, { g: ed, act: false }) as Step | null,
    act: nn.SiLU(),
  }),
  forward: ({ conv, conv1, act }, x) => act(conv1 === null ? conv(x) : conv(x).add(conv1(x))),
  fuse: ({ act }, { ed }, how) => ({ conv: fusedConv(nn.Conv2d(ed, ed, 7, 1, 3, 1, ed, false), how), conv1: null, act }),
})
