import { bool, channels, defineBlock, inputChannels, int, ints } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { gcd } from '../ultralytics/dwconv'

/** How many of `count` evenly spaced points from 0 to just below `groups` fall into each whole number, as float32 has them. */
function evenShares(groups: number, count: number): number[] {
  const end = Math.fround(groups - 1e-6)
  const step = count > 1 ? Math.fround(end / (count - 1)) : 0
  const point = (i: number) => (i < count / 2 ? Math.fround(step * i) : Math.fround(end - Math.fround(step * (count - i - 1))))
  const shares = new Array<number>(groups).fill(0)
  for (let i = 0; i < count; i++) shares[Math.floor(count > 1 ? point(i) : 0)]!++
  return shares
}

/** Shares of `count` by which every kernel gets as many weights. */
function equalWeights(kernels: readonly number[], count: number): number[] {
  const whole = kernels.reduce((sum, k) => sum + 1 / k ** 2, 0)
  return kernels.map((k) => Math.round(count / k ** 2 / whole))
}

/** Convolutions with several kernels beside each other, each making a part of the channels. https://arxiv.org/abs/1907.09595 */
export const MixConv2d = defineBlock('MixConv2d', {
  library: 'yolov5',
  file: 'experimental',
  about: {
    category: 'convolution',
    summary: 'Several kernel sizes beside each other, each making a part of the channels.',
    zh: { name: '混合核卷积', summary: '多种核大小并列，各产生一部分通道。' },
    source: 'https://arxiv.org/abs/1907.09595',
  },
  args: { c1: inputChannels(), c2: channels(), k: ints([1, 3]), s: int(1), equal_ch: bool(true) },
  build({ c1, c2, k, s, equal_ch }) {
    const shares = equal_ch ? evenShares(k.length, c2) : equalWeights(k, c2)
    const convolution = (kernel: number, c: number) => nn.Conv2d(c1, c, kernel, s, Math.floor(kernel / 2), 1, gcd(c1, c), false)
    return { m: nn.ModuleList(k.map((kernel, i) => convolution(kernel, shares[i]!))), bn: nn.BatchNorm2d(c2), act: nn.SiLU() }
  },
  forward: ({ m, bn, act }, x, f) =>
    act(
      bn(
        f.concat(
          m.map((part) => part(x)),
          1,
        ),
      ),
    ),
})
