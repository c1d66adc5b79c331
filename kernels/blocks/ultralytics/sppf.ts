import { type Tensor, bool, channels, defineBlock, inputChannels, int, variant } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { Conv } from './conv'

const pools = (k: number) => nn.MaxPool2d(k, 1, Math.floor(k / 2))

const first = { c1: inputChannels(), c2: channels(), k: int(5) }

/** Spatial pyramid pooling, fast form: one pooling applied again and again, all results joined. https://github.com/ultralytics/yolov5 */
export const SPPF = defineBlock('SPPF', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'pooling',
    summary: 'Pools the map several times over and joins the results: context at several reaches.',
    zh: { name: '快速空间金字塔池化', summary: '重复池化并拼接结果：多种范围的上下文。' },
  },
  args: { ...first, n: int(3), shortcut: bool(false) },
  build({ c1, c2, k, n }, env) {
    const c = Math.floor(c1 / 2)
    return { cv1: Conv(env, c1, c, 1, 1, { act: false }), cv2: Conv(env, c * (n + 1), c2, 1, 1), m: pools(k) }
  },
  forward({ cv1, cv2, m }, x, f, { n, shortcut, c1, c2 }) {
    const maps: Tensor[] = [cv1(x)]
    for (let i = 0; i < n; i++) maps.push(m(maps.at(-1)!))
    const y = cv2(f.concat(maps, 1))
    return shortcut && c1 === c2 ? y.add(x) : y
  },
  versions: {
    '<8.4': variant({
      args: first,
      build({ c1, c2, k }, env) {
        const c = Math.floor(c1 / 2)
        return { cv1: Conv(env, c1, c, 1, 1), cv2: Conv(env, c * 4, c2, 1, 1), m: pools(k) }
      },
      forward({ cv1, cv2, m }, x: Tensor, f) {
        const maps = [cv1(x)]
        for (let i = 0; i < 3; i++) maps.push(m(maps.at(-1)!))
        return cv2(f.concat(maps, 1))
      },
    }),
  },
})
