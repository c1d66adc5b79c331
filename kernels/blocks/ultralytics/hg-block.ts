import {
  type AnyModule,
  type Env,
  type Module,
  type Resolved,
  type Tensor,
  activation,
  bool,
  channels,
  defineBlock,
  inputChannels,
  int,
  isModule,
  ofClass,
  repeats,
  variant,
  suggesting,
} from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { times } from '../../layers/times'
import { Conv } from './conv'
import { LightConv } from './light-conv'

const args = {
  c1: inputChannels(),
  cm: suggesting(int(), (c) => Math.ceil(c / 4)),
  c2: channels({ scaled: false }),
  k: int(3),
  n: repeats(6),
  lightconv: bool(false),
  shortcut: bool(false),
  act: activation(),
}

/** The children, with the activation that stands for none given. */
function parts({ c1, cm, c2, k, n, lightconv, act: given }: Resolved<typeof args>, env: Env, fallback: AnyModule) {
  const act = isModule(given) ? given : fallback
  const half = Math.floor(c2 / 2)
  const step = (from: number) => (lightconv ? LightConv(env, from, cm, k, { act }) : Conv(env, from, cm, k, { act }))
  return {
    m: nn.ModuleList<Module<Tensor, Tensor>>(times(n, (i) => step(i === 0 ? c1 : cm))),
    sc: Conv(env, c1 + n * cm, half, 1, 1, { act }),
    ec: Conv(env, half, c2, 1, 1, { act }),
  }
}

/** Up to 8.3 made once, with the signature: all stages of a model share it. */
const ofSignature = ofClass(nn.ReLU())

/** Stage of PP-HGNet: n convolutions in a row, everything joined, squeezed and widened again. Its channels are not scaled. */
export const HGBlock = defineBlock('HGBlock', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'n convolutions in a row, all of them joined and squeezed. The stage of RT-DETR’s backbone; its channels are not scaled.',
    zh: { name: 'HG 块', summary: 'n 个卷积依次进行，全部拼接后压缩。RT-DETR 主干的阶段，通道不缩放。' },
    source: 'https://github.com/PaddlePaddle/PaddleDetection',
  },
  args,
  build: (a, env) => parts(a, env, nn.ReLU()),
  forward({ m, sc, ec }, x, f, { c1, c2, shortcut }) {
    const pieces = [x]
    for (const step of m) pieces.push(step(pieces.at(-1)!))
    const y = ec(sc(f.concat(pieces, 1)))
    return shortcut && c1 === c2 ? y.add(x) : y
  },
  versions: { '<8.4': variant({ args, build: (a, env) => parts(a, env, ofSignature) }) },
})
