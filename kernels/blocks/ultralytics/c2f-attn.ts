/** Stages that a text guides: open-vocabulary YOLO-World. https://arxiv.org/abs/2401.17270 */
import {
  type ArgValue,
  type Module,
  type RowContext,
  ShapeError,
  type Tensor,
  argumentsOfRow,
  bool,
  channels,
  defineBlock,
  float,
  init,
  inputChannels,
  int,
  param,
  repeats,
} from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { Bottleneck } from './bottleneck'
import { splitStage } from './c2f'
import { Conv } from './conv'

const source = 'https://arxiv.org/abs/2401.17270'

/** A map [b, c, h, w] and a text [b, classes, width]. */
type Guided = readonly [map: Tensor, guide: Tensor]

/** Weighs each place by how well the class of the text that fits it best agrees with it. */
export const MaxSigmoidAttnBlock = defineBlock('MaxSigmoidAttnBlock', {
  library: 'ultralytics',
  file: 'block',
  reads: 'list',
  args: { c1: inputChannels(), c2: channels(), nh: int(1), ec: int(128), gc: int(512), scale: bool(false) },
  build({ c1, c2, nh, ec, gc, scale }, env) {
    if (nh < 1 || c2 % nh !== 0 || ec !== c2)
      throw new ShapeError('arg.value', `MaxSigmoidAttnBlock: an embedding of ${ec} cannot be seen as ${nh} heads of ${c2} / ${nh}`)
    return {
      ec: (c1 === ec ? null : Conv(env, c1, ec, { k: 1, act: false })) as Module<Tensor, Tensor> | null,
      gl: nn.Linear(gc, ec),
      bias: param([nh], init.zeros),
      proj_conv: Conv(env, c1, c2, { k: 3, s: 1, act: false }),
      scale: scale ? param([1, nh, 1, 1], init.ones) : null,
    }
  },
  forward({ ec, gl, bias, proj_conv, scale }, [x, guide]: Guided, _, { nh, c2 }) {
    const [h, w] = [x.size(2), x.size(3)]
    const classes = gl(guide).rearrange('b n (m c) -> b m n c', { m: nh })
    const places = (ec === null ? x : ec(x)).rearrange('b (m c) h w -> b m c (h w)', { m: nh })
    const agreement = classes
      .matmul(places)
      .amax(2)
      .div(Math.sqrt(c2 / nh))
      .add(bias.reshape(1, nh, 1))
      .rearrange('b m (h w) -> b m h w', { h, w })
      .sigmoid()
    const weights = scale === null ? agreement : agreement.mul(scale)
    return proj_conv(x).rearrange('b (m c) h w -> b m c h w', { m: nh }).mul(weights.unsqueeze(2)).rearrange('b m c h w -> b (m c) h w')
  },
})

const args = {
  c1: inputChannels(),
  c2: channels(),
  n: repeats(1),
  ec: int(128),
  nh: int(1),
  gc: int(512),
  shortcut: bool(false),
  g: int(1),
  e: float(0.5),
}

/** The embedding is scaled like a channel number with half its cap, heads by the width alone, as they are where there is but one. */
function scaledGuide(cells: readonly ArgValue[], r: RowContext): ArgValue[] {
  const resolved = argumentsOfRow(args, cells, r)
  const [embedding, heads] = [resolved[3], resolved[4]]
  if (typeof embedding !== 'number' || typeof heads !== 'number')
    throw new ShapeError('arg.missing', `${r.block} needs the channels of its embedding and its heads, such as [256, 128, 4]`)
  const half = Math.floor(r.maxChannels / 2)
  const most = Math.floor(half / 32)
  const scaled = Math.ceil((Math.min(embedding, half) * r.width) / 8) * 8
  return resolved.with(3, scaled).with(4, heads > 1 ? Math.trunc(Math.max(Math.min(heads, most) * r.width, 1)) : heads)
}

/** C2f with one more piece: its last one, weighed by the text. */
export const C2fAttn = defineBlock('C2fAttn', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'C2f with one more piece, which a text weighs. The stage of open-vocabulary YOLO-World.',
    zh: { name: '文本加权阶段', summary: 'C2f 多一份由文本加权的分片，开放词汇模型 YOLO-World 的阶段。' },
    source,
  },
  text: 'current',
  args,
  row: scaledGuide,
  build(a, env) {
    const { cv1, m } = splitStage(env, a, (c) => Bottleneck(env, c, c, a.shortcut, a.g, [3, 3], 1))
    const c = Math.trunc(a.c2 * a.e)
    return { cv1, cv2: Conv(env, (3 + a.n) * c, a.c2, 1), m, attn: MaxSigmoidAttnBlock(env, c, c, { gc: a.gc, ec: a.ec, nh: a.nh }) }
  },
  forward({ cv1, cv2, m, attn }, [x, guide]: Guided, f) {
    const pieces: Tensor[] = [...cv1(x).chunk(2, 1)]
    for (const refine of m) pieces.push(refine(pieces.at(-1)!))
    pieces.push(attn([pieces.at(-1)!, guide]))
    return cv2(f.concat(pieces, 1))
  },
})
