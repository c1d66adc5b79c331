import { ShapeError, type Tensor, bool, defineBlock, dim, hintOf, init, inputChannels, int, param } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { mapOfChannels } from './places'

/** Every place attends to every place, in several heads. https://arxiv.org/abs/2101.11605 */
export const MHSA = defineBlock('MHSA', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Every place attends to every place, in several heads, with learned row and column vectors if asked for.',
    source: 'https://arxiv.org/abs/2101.11605',
    paper: 'Bottleneck Transformers for Visual Recognition',
    aliases: ['BoT', 'BoTNet', 'MHSA_BoT', 'BotAttention'],
    advice: 'For the deepest level only: its memory grows with heads·n². pos_emb binds it to maps of at most width × height.',
    cost: '3·c² parameters, 3·c²·n + 2·c·n² multiply-accumulates',
    demands: 'Channels divisible by heads; with pos_emb a map of at most width·height places.',
    sizeFree: true,
    zh: {
      name: '多头自注意力（BoTNet）',
      summary: '每个位置以多头方式关注所有位置，可选可学习的行列位置向量。',
      advice: '只宜放在最深一层，内存随 heads·n² 增长；pos_emb 会限制特征图大小。',
      cost: '3·c² 个参数，3·c²·n + 2·c·n² 次乘加',
      demands: '通道数能被 heads 整除；使用 pos_emb 时特征图至多 width·height 个位置。',
    },
  },
  args: { n_dims: inputChannels('optional'), width: int(14), height: int(14), heads: int(4), pos_emb: bool(false) },
  build({ n_dims: c, width, height, heads, pos_emb }) {
    if (heads < 1 || c % heads !== 0) throw new ShapeError('arg.value', `MHSA: ${c} channels cannot be divided among ${heads} heads`)
    const d = c / heads
    return {
      rel_h_weight: pos_emb ? param([1, heads, d, 1, height], init.normal(1)) : null,
      rel_w_weight: pos_emb ? param([1, heads, d, width, 1], init.normal(1)) : null,
      query: nn.Conv2d(c, c, 1),
      key: nn.Conv2d(c, c, 1),
      value: nn.Conv2d(c, c, 1),
      softmax: nn.Softmax(-1),
    }
  },
  forward({ rel_h_weight, rel_w_weight, query, key, value, softmax }, x, f, { heads, width, height }) {
    const split = (t: Tensor) => t.rearrange('b (m d) h w -> b m (h w) d', { m: heads })
    const [q, k, v] = [split(query(x)), split(key(x)), split(value(x))]
    const content = q.matmul(k.transpose(2, 3))
    // The code people copy calls the rows of the map its width; of a smaller map it takes the first places, whatever their row.
    const position = () => {
      const n = f.trace.concrete(dim.mul(x.size(2), x.size(3)), 'MHSA has a vector for each place')
      if (n > width * height) {
        const map = `${hintOf(x.size(2))}×${hintOf(x.size(3))}`
        throw new ShapeError('shape.mismatch', `MHSA has positions for ${width}×${height} places, but the map is ${map}`)
      }
      return rel_h_weight!.add(rel_w_weight!).rearrange('1 m d h w -> 1 m (h w) d').slice(2, 0, n).matmul(q.transpose(2, 3))
    }
    const weights = softmax(rel_h_weight === null ? content : content.add(position()))
    return mapOfChannels(weights.matmul(v).rearrange('b m n d -> b (m d) n'), x)
  },
})
