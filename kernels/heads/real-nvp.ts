import { ShapeError, buffer, defineBlock, init } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { times } from '../layers/times'

/** Which of the two coordinates each step keeps. */
const kept = [0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0]
const steps = kept.length / 2

const layers = () => [nn.Linear(2, 64), nn.SiLU(), nn.Linear(64, 64), nn.SiLU(), nn.Linear(64, 2)]

/** How far keypoints usually are from where they are said to be, learned as a flow. Only training asks it. https://arxiv.org/abs/1605.08803 */
export const RealNVP = defineBlock('RealNVP', {
  library: 'ultralytics',
  since: '8.4',
  file: 'block',
  args: {},
  build: () => ({
    loc: buffer([2], init.zeros),
    cov: buffer(
      [2, 2],
      init.values(() => [1, 0, 0, 1]),
    ),
    mask: buffer(
      [steps, 2],
      init.values(() => kept),
    ),
    s: nn.ModuleList(times(steps, () => nn.Sequential([...layers(), nn.Tanh()]))),
    t: nn.ModuleList(times(steps, () => nn.Sequential(layers()))),
  }),
  forward() {
    throw new ShapeError('row.no-forward', 'RealNVP has no forward: only the training of Pose26 asks it')
  },
})
