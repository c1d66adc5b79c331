import { type Env, type Module, type Tensor, defineBlock, int, ints } from '../../graph-core/symbolic'
import { Conv } from '../blocks/ultralytics'
import * as nn from '../layers/nn'

/** Kinds of places a prompt is averaged over. */
const groups = 16

/** Brings a coarser level to the size of the finest of three. */
const toFinest = (level: number): Module<Tensor, Tensor> =>
  level === 1 || level === 2 ? nn.Upsample({ scale_factor: 2 * level }) : nn.Identity()

const levelsOf = (ch: readonly number[], make: (env: Env, c: number) => readonly Module<Tensor, Tensor>[], env: Env) =>
  nn.ModuleList(ch.map((c, i) => nn.Sequential([...make(env, c), toFinest(i)])))

/** Makes embeddings of regions a user points at. A model that reads a text carries it along and never asks it. https://arxiv.org/abs/2503.07465 */
export const SAVPE = defineBlock('SAVPE', {
  library: 'ultralytics',
  since: '8.4',
  file: 'block',
  args: { ch: ints(), c3: int(), embed: int() },
  build: ({ ch, c3, embed }, env) => ({
    cv1: levelsOf(ch, (e, c) => [Conv(e, c, c3, 3), Conv(e, c3, c3, 3)], env),
    cv2: levelsOf(ch, (e, c) => [Conv(e, c, c3, 1)], env),
    cv3: nn.Conv2d(3 * c3, embed, 1),
    cv4: nn.Conv2d(3 * c3, groups, 3, { padding: 1 }),
    cv5: nn.Conv2d(1, groups, 3, { padding: 1 }),
    cv6: nn.Sequential([Conv(env, 2 * groups, groups, 3), nn.Conv2d(groups, groups, 3, { padding: 1 })]),
  }),
  forward() {
    throw new Error('expected a text, got a prompt that points at the image')
  },
})
