import { type Tensor, bool, channels, defineBlock, float, inputChannels, int, repeats } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { times } from '../../layers/times'
import { Bottleneck } from './bottleneck'
import { Conv } from './conv'

/** Cross-stage stage that keeps every intermediate: split once, refine the tail n times, fuse all pieces. */
export const C2f = defineBlock('C2f', {
  library: 'ultralytics',
  file: 'block',
  about: { category: 'stage', summary: 'Splits once, refines the tail n times and fuses every intermediate. The stage of YOLOv8.' },
  args: { c1: inputChannels(), c2: channels(), n: repeats(1), shortcut: bool(false), g: int(1), e: float(0.5) },
  build({ c1, c2, n, shortcut, g, e }, env) {
    const c = Math.trunc(c2 * e)
    return {
      cv1: Conv(env, c1, 2 * c, 1, 1),
      cv2: Conv(env, (2 + n) * c, c2, 1),
      m: nn.ModuleList(
        times(n, () =>
          Bottleneck(
            env,
            c,
            c,
            shortcut,
            g,
            [
              [3, 3],
              [3, 3],
            ],
            1,
          ),
        ),
      ),
    }
  },
  forward({ cv1, cv2, m }, x, f) {
    const pieces: Tensor[] = [...cv1(x).chunk(2, 1)]
    for (const refine of m) pieces.push(refine(pieces.at(-1)!))
    return cv2(f.concat(pieces, 1))
  },
})
