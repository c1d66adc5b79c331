import { type Env, type Module, type Tensor, defineBlock, int } from '../../graph-core/symbolic'
import { Conv } from '../blocks/ultralytics'
import * as nn from '../layers/nn'

type Step = Module<Tensor, Tensor>

/** The children that make masks of a map with c1 channels. */
export const maskSteps = (env: Env, c1: number, c: number, c2: number) => ({
  cv1: Conv(env, c1, c, 3) as Step,
  upsample: nn.ConvTranspose2d(c, c, 2, 2, 0, { bias: true }) as Step,
  cv2: Conv(env, c, c, 3) as Step,
  cv3: Conv(env, c, c2) as Step,
})

/** Masks at twice the map's size. */
export const makeMasks = ({ cv1, upsample, cv2, cv3 }: ReturnType<typeof maskSteps>, x: Tensor): Tensor => cv3(cv2(upsample(cv1(x))))

/** Makes the masks that every object's own mask is a mixture of. https://arxiv.org/abs/1904.02689 */
export const Proto = defineBlock('Proto', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'head part',
    summary: 'Makes the masks that every object’s own mask is a mixture of, at twice the map’s size.',
    source: 'https://arxiv.org/abs/1904.02689',
  },
  args: { c1: int(), c_: int(256), c2: int(32) },
  build: ({ c1, c_, c2 }, env) => maskSteps(env, c1, c_, c2),
  forward: makeMasks,
})
