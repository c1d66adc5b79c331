import {
  type ArgValue,
  type RowContext,
  ShapeError,
  type Tensor,
  argumentsOfRow,
  bool,
  channels,
  defineBlock,
  float,
  inputChannels,
  int,
  repeats,
  variant,
} from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { Bottleneck } from './bottleneck'
import { fuseEveryPiece, splitStage } from './c2f'
import { C3k } from './c3k'
import { PSABlock } from './psa-block'

const first = { c1: inputChannels(), c2: channels(), n: repeats(1), c3k: bool(false), e: float(0.5) }
const last = { g: int(1), shortcut: bool(true) }
const args = { ...first, attn: bool(false), ...last }
const older = { ...first, ...last }

/**
 * Scales m, l and x always take the deeper form. The rule writes over the row's second argument, so that must be there.
 * A file without scales has the scale '', which Python's `in "mlx"` accepts too.
 */
function deeperAtLargeScales(cells: readonly ArgValue[], r: RowContext): ArgValue[] {
  const resolved = argumentsOfRow(args, cells, r)
  if (!'mlx'.includes(r.scale)) return resolved
  if (resolved.length < 4) {
    throw new ShapeError(
      'arg.missing',
      `C3k2 at scale '${r.scale}' needs its second argument, which the library sets to True`,
      'Write the second argument too, such as [256, False].',
    )
  }
  return resolved.with(3, true)
}

/** C2f whose repeats are bottlenecks, C3k stages, or a bottleneck with attention behind it. */
export const C3k2 = defineBlock('C3k2', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'C2f that repeats bottlenecks or, in the deeper form, C3k stages. The stage of YOLO11.',
    zh: { name: 'C3k2 阶段', summary: '重复瓶颈块的 C2f，较深形式重复 C3k。YOLO11 的阶段。' },
  },
  endsLegacy: true,
  args,
  row: deeperAtLargeScales,
  build: (a, env) =>
    splitStage(env, a, (c) => {
      if (a.attn) return nn.Sequential([Bottleneck(env, c, c, a.shortcut, a.g), PSABlock(env, c, 0.5, Math.max(Math.floor(c / 64), 1))])
      return a.c3k ? C3k(env, c, c, 2, a.shortcut, a.g) : Bottleneck(env, c, c, a.shortcut, a.g)
    }),
  forward: fuseEveryPiece,
  versions: {
    '<8.4': variant({
      args: older,
      build: (a, env) => splitStage(env, a, (c) => (a.c3k ? C3k(env, c, c, 2, a.shortcut, a.g) : Bottleneck(env, c, c, a.shortcut, a.g))),
      forward: (m, x: Tensor, f) => fuseEveryPiece(m, x, f),
    }),
  },
})
