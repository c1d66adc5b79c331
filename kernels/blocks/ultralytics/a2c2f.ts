import {
  type AnyModule,
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
  variant,
} from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { times } from '../../layers/times'
import { ABlock } from './area-attention'
import { C3k } from './c3k'
import { Conv } from './conv'

const args = {
  c1: inputChannels(),
  c2: channels(),
  n: repeats(1),
  a2: bool(true),
  area: int(1),
  residual: bool(false),
  mlp_ratio: float(2),
  e: float(0.5),
  g: int(1),
  shortcut: bool(true),
}

/** Scales l and x add a scaled shortcut and a narrower network behind the row's own arguments. Python finds '' in "lx" too. */
const widerAtLargeScales = (ratio: number) => (cells: readonly ArgValue[], r: RowContext) => {
  const resolved = argumentsOfRow(args, cells, r)
  return 'lx'.includes(r.scale) ? [...resolved, true, ratio] : resolved
}

/** Stage that refines n times in a row, by area attention or by C3k, and fuses every intermediate. https://arxiv.org/abs/2502.12524 */
export const A2C2f = defineBlock('A2C2f', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'Refines n times by pairs of area-attention blocks or by C3k and fuses every intermediate. The stage of YOLO12.',
    zh: { name: '区域注意力阶段', summary: '用成对的区域注意力块或 C3k 细化 n 次，并融合所有中间结果。YOLO12 的阶段。' },
    source: 'https://arxiv.org/abs/2502.12524',
  },
  endsLegacy: true,
  args,
  row: widerAtLargeScales(1.2),
  build({ c1, c2, n, a2, area, residual, mlp_ratio, e, g, shortcut }, env) {
    const c = Math.trunc(c2 * e)
    if (c % 32 !== 0) throw new ShapeError('arg.value', `A2C2f needs a multiple of 32 inner channels, got ${c}`)
    const pair = () => nn.Sequential(times(2, () => ABlock(env, c, c / 32, mlp_ratio, area)))
    const refine = () => (a2 ? pair() : C3k(env, c, c, 2, shortcut, g)) as AnyModule as Module<Tensor, Tensor>
    return {
      cv1: Conv(env, c1, c, 1, 1),
      cv2: Conv(env, (1 + n) * c, c2, 1),
      gamma: a2 && residual ? param([c2], init.constant(0.01)) : null,
      m: nn.ModuleList(times(n, refine)),
    }
  },
  forward({ cv1, cv2, gamma, m }, x, f, { c2 }) {
    const pieces = [cv1(x)]
    for (const refine of m) pieces.push(refine(pieces.at(-1)!))
    const y = cv2(f.concat(pieces, 1))
    return gamma === null ? y : x.add(gamma.reshape(1, c2, 1, 1).mul(y))
  },
  versions: { '<8.4': variant({ row: widerAtLargeScales(1.5) }) },
})
