/** The residual convolution that articles call CCN. */
import { type ArgValue, type RowContext, bool, channels, defineBlock, inputChannels, inputChannelsOf, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

/** Rows may write the inner channels first; a smaller number is the kernel already. */
function argumentsOf(cells: readonly ArgValue[], r: RowContext): ArgValue[] {
  const c1 = inputChannelsOf(r)
  const [first, ...rest] = cells
  if (typeof first !== 'number' || first < 32) return [c1, c1, ...cells]
  return [c1, first === c1 ? c1 : r.scaleChannels(first), ...rest]
}

/** Convolution, batch normalisation and leaky ReLU around a shortcut. With `e` a pointwise convolution leads back to c1 channels. */
export const CCN = defineBlock('CCN', {
  library: 'graft',
  about: {
    category: 'attention',
    summary:
      'A convolution with batch normalisation and leaky ReLU around a shortcut. Articles name it after criss-cross attention, which it is not.',
    advice: 'Adds depth, not attention: compare it with one more Conv. For what the name promises take CrissCrossAttention.',
    cost: 'k²·c²/g parameters, k²·c²·n/g multiply-accumulates',
    sizeFree: true,
    zh: {
      name: '残差卷积块（CCN）',
      summary: '带捷径的卷积、批归一化和 LeakyReLU。有文章称之为十字交叉注意力，其实不是。',
      advice: '它只是加深网络，并没有注意力；需要真正的十字交叉注意力请用 CrissCrossAttention。',
      cost: 'k²·c²/g 个参数，k²·c²·n/g 次乘加',
    },
  },
  args: { c1: inputChannels(), c2: channels({ likeInput: true }), k: int(3), s: int(1), g: int(1), e: bool(false) },
  row: argumentsOf,
  declared: ({ c1 }) => c1,
  build: ({ c1, c2, k, s, g, e }) => ({
    cv1: nn.Conv2d(c1, c2, k, s, Math.floor(k / 2), { groups: g, bias: false }),
    bn1: nn.BatchNorm2d(c2),
    act: nn.LeakyReLU(0.1),
    e: e ? nn.Conv2d(c2, c1, 1) : null,
  }),
  forward({ cv1, bn1, act, e }, x) {
    const y = act(bn1(cv1(x)))
    return x.add(e === null ? y : e(y))
  },
})
