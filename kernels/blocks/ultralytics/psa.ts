/** Self-attention on one half of the channels. https://arxiv.org/abs/2405.14458 */
import {
  type Env,
  ShapeError,
  type Tensor,
  channels,
  defineBlock,
  float,
  inputChannels,
  repeats,
  variant,
} from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { Attention } from './attention'
import { fuseEveryPiece, splitStage } from './c2f'
import { Conv } from './conv'
import { PSABlock } from './psa-block'

const source = 'https://arxiv.org/abs/2405.14458'

function requireSameChannels(name: string, c1: number, c2: number): void {
  if (c1 !== c2) throw new ShapeError('arg.value', `${name} keeps its channels: expected ${c1} output channels, got ${c2}`)
}

/** A head for every 64 channels, at least one. */
const heads = (c: number) => Math.max(Math.floor(c / 64), 1)

/** Up to 8.3 below 64 channels there was no head at all, and a division by zero. */
function olderHeads(name: string, c: number): number {
  if (c < 64) throw new ShapeError('arg.value', `${name} needs at least 64 inner channels before 8.4, got ${c}`)
  return Math.floor(c / 64)
}

const psaArgs = { c1: inputChannels(), c2: channels(), e: float(0.5) }

function psaParts(a: { readonly c1: number; readonly c2: number; readonly e: number }, env: Env, headsOf: (c: number) => number) {
  requireSameChannels('PSA', a.c1, a.c2)
  const c = Math.trunc(a.c1 * a.e)
  return {
    cv1: Conv(env, a.c1, 2 * c, 1, 1),
    cv2: Conv(env, 2 * c, a.c1, 1),
    attn: Attention(env, c, headsOf(c), 0.5),
    ffn: nn.Sequential([Conv(env, c, c * 2, 1), Conv(env, c * 2, c, 1, { act: false })]),
  }
}

/** Splits the channels and lets one attention block work on one half. */
export const PSA = defineBlock('PSA', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'attention',
    summary: 'Splits the channels and runs self-attention on one half. Stands in YOLOv10’s backbone.',
    zh: { name: '部分自注意力', summary: '切分通道，对一半做自注意力，用于 YOLOv10 的主干。' },
    source,
  },
  args: psaArgs,
  build: (a, env) => psaParts(a, env, heads),
  forward({ cv1, cv2, attn, ffn }, x, f) {
    const [kept, half] = cv1(x).chunk(2, 1) as [Tensor, Tensor]
    const attended = half.add(attn(half))
    return cv2(f.concat([kept, attended.add(ffn(attended))], 1))
  },
  versions: { '<8.4': variant({ args: psaArgs, build: (a, env) => psaParts(a, env, (c) => olderHeads('PSA', c)) }) },
})

const c2fArgs = { c1: inputChannels(), c2: channels(), n: repeats(1), e: float(0.5) }

function c2fParts(
  a: { readonly c1: number; readonly c2: number; readonly n: number; readonly e: number },
  env: Env,
  headsOf: (c: number) => number,
) {
  requireSameChannels('C2fPSA', a.c1, a.c2)
  return splitStage(env, a, (c) => PSABlock(env, c, 0.5, headsOf(c)))
}

/** C2f whose repeats are attention blocks. */
export const C2fPSA = defineBlock('C2fPSA', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'attention',
    summary: 'C2f whose repeats are self-attention blocks.',
    zh: { name: '自注意力 C2f', summary: '重复单元为自注意力块的 C2f。' },
    source,
  },
  args: c2fArgs,
  build: (a, env) => c2fParts(a, env, heads),
  forward: fuseEveryPiece,
  versions: { '<8.4': variant({ args: c2fArgs, build: (a, env) => c2fParts(a, env, (c) => olderHeads('C2fPSA', c)) }) },
})
