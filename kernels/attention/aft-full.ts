import { bool, defineBlock, init, inputChannels, int, param } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { mapOf, placesOf } from './places'

/** Every place takes a mean of all values, weighted by keys and a learned bias a pair of places. https://arxiv.org/abs/2105.14103 */
export const AFT_FULL = defineBlock('AFT_FULL', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Every place takes a mean of all values, weighted by keys and by a learned bias for each pair of places.',
    source: 'https://arxiv.org/abs/2105.14103',
    paper: 'An Attention Free Transformer',
    aliases: ['AFT', 'AFTFull'],
    advice: 'Bound to one image size, also in training, so mosaics of other sizes fail; n² biases forbid large maps.',
    cost: '3·c² + n² parameters, 3·c²·n + 2·c·n² multiply-accumulates',
    demands: 'A map of exactly n places.',
    sizeFree: false,
    zh: {
      name: '无注意力变换器（AFT-full）',
      summary: '每个位置取所有值的加权平均，权重来自键和每对位置的可学习偏置。',
      advice: '只能用于固定的图像尺寸（训练时也是）；n² 个偏置使其不适合大特征图。',
      cost: '3·c² + n² 个参数，3·c²·n + 2·c·n² 次乘加',
      demands: '特征图恰好有 n 个位置。',
    },
  },
  args: { d_model: inputChannels(), n: int(49), simple: bool(false) },
  build: ({ d_model: c, n, simple }) => ({
    position_biases: simple ? null : param([n, n], init.ones),
    fc_q: nn.Linear(c, c),
    fc_k: nn.Linear(c, c),
    fc_v: nn.Linear(c, c),
    sigmoid: nn.Sigmoid(),
  }),
  forward({ position_biases, fc_q, fc_k, fc_v, sigmoid }, x, _, { d_model: c, n }) {
    const places = placesOf(x)
    const key = fc_k(places).exp()
    const value = key.mul(fc_v(places))
    const seen = () => {
      if (position_biases === null) return value.sum(1, true).div(key.sum(1, true))
      const pairs = position_biases.exp()
      const all = (t: typeof key) => pairs.matmul(t.reshape(x.size(0), n, c))
      return all(value).div(all(key))
    }
    return mapOf(sigmoid(fc_q(places)).mul(seen()), x)
  },
})
