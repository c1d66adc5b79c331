import { bool, channels, defineBlock, float, inputChannels, int, ints } from '../../../graph-core/symbolic'
import { SPP } from '../ultralytics'
import { fuseBranches, twoBranchStage } from '../ultralytics/c3'
import { common } from './library'

/** C3 with spatial pyramid pooling in place of its repeats. The parse rule inserts no repeats: a row's second argument is `k`. */
export const C3SPP = defineBlock('C3SPP', {
  ...common,
  about: {
    category: 'stage',
    summary: 'C3 with spatial pyramid pooling in place of its repeats.',
    zh: { name: '金字塔池化 C3', summary: '以空间金字塔池化代替重复单元的 C3。' },
  },
  args: {
    c1: inputChannels(),
    c2: channels(),
    k: ints([5, 9, 13]),
    n: int(1),
    shortcut: bool(true),
    g: int(1),
    e: float(0.5),
  },
  build(a, env) {
    const c = Math.trunc(a.c2 * a.e)
    const { cv1, cv2, cv3 } = twoBranchStage(env, { ...a, n: 0 }, () => SPP(env, c, c, a.k))
    return { cv1, cv2, cv3, m: SPP(env, c, c, a.k) }
  },
  forward: fuseBranches,
})
