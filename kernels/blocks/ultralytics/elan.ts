/** Stages of YOLOv9 that split once and keep what each step gives. The inner channels c3 and c4 are not scaled. https://arxiv.org/abs/2402.13616 */
import { type Frame, type Module, type Tensor, channels, defineBlock, inputChannels, int, suggesting } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { Conv } from './conv'
import { RepCSP } from './rep-csp'

const source = 'https://arxiv.org/abs/2402.13616'
type Step = Module<Tensor, Tensor>

const inner = { c3: suggesting(int(), (c) => c), c4: suggesting(int(), (c) => Math.ceil(c / 2)) }

/** Splits in two, refines the second half twice in a row and fuses all four pieces. */
function fuseSteps({ cv1, cv2, cv3, cv4 }: { readonly [K in 'cv1' | 'cv2' | 'cv3' | 'cv4']: Step }, x: Tensor, f: Frame): Tensor {
  const [kept, first] = cv1(x).chunk(2, 1) as [Tensor, Tensor]
  const second = cv2(first)
  return cv4(f.concat([kept, first, second, cv3(second)], 1))
}

/** Each step is a RepCSP stage and a convolution. */
export const RepNCSPELAN4 = defineBlock('RepNCSPELAN4', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'Splits once, refines the tail twice by RepCSP stages and fuses every piece. The stage of YOLOv9.',
    zh: { name: '重参数聚合阶段', summary: '切分一次，尾部用 RepCSP 细化两次，融合每一份。YOLOv9 的阶段。' },
    source,
  },
  args: { c1: inputChannels(), c2: channels(), ...inner, n: int(1) },
  build({ c1, c2, c3, c4, n }, env) {
    const step = (from: number) => nn.Sequential([RepCSP(env, from, c4, n), Conv(env, c4, c4, 3, 1)])
    return {
      cv1: Conv(env, c1, c3, 1, 1),
      cv2: step(Math.floor(c3 / 2)),
      cv3: step(c4),
      cv4: Conv(env, c3 + 2 * c4, c2, 1, 1),
    }
  },
  forward: fuseSteps,
})

/** Each step is one convolution. */
export const ELAN1 = defineBlock('ELAN1', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'Splits once, refines the tail by two convolutions and fuses every piece. A light stage of YOLOv9.',
    zh: { name: '轻量聚合阶段', summary: '切分一次，尾部用两个卷积细化，融合每一份。YOLOv9 的轻量阶段。' },
    source,
  },
  args: { c1: inputChannels(), c2: channels(), ...inner },
  build: ({ c1, c2, c3, c4 }, env) => ({
    cv1: Conv(env, c1, c3, 1, 1),
    cv2: Conv(env, Math.floor(c3 / 2), c4, 3, 1),
    cv3: Conv(env, c4, c4, 3, 1),
    cv4: Conv(env, c3 + 2 * c4, c2, 1, 1),
  }),
  forward: fuseSteps,
})
