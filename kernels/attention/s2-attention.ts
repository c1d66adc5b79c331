/** The spatial-shift attention of S2-MLPv2. https://arxiv.org/abs/2108.01072 */
import { type About, type Env, type Frame, type Module, type Tensor, defineBlock, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { formOf } from './form'

const about: About = {
  category: 'attention',
  summary: 'Shifts quarters of the channels by one place in four directions and lets the whole map choose between the shifted copies.',
  source: 'https://arxiv.org/abs/2108.01072',
  paper: 'S²-MLPv2: Improved Spatial-Shift MLP Architecture for Vision',
  aliases: ['S2', 'S2MLP', 'S2MLPv2', 'S2_MLPv2', 'S2AttentionV2'],
  advice:
    'Helps where neighbours matter and attention over all places is too dear. Its linear layers over all channels make it heavy on deep levels.',
  cost: '8·c² + 4·c parameters, 4·c²·n multiply-accumulates',
  sizeFree: true,
  zh: {
    name: '空间移位注意力',
    summary: '把四分之一的通道分别向四个方向移动一格，再由整张特征图在几份副本之间做选择。',
    advice: '适合需要邻域信息又负担不起全局注意力的场合；线性层覆盖全部通道，放在深层时参数较多。',
    cost: '8·c² + 4·c 个参数，4·c²·n 次乘加',
  },
}

/** How the quarters that move forward move: a step each, or all places to what the first has. */
type Move = (x: Tensor, axis: number, f: Frame) => Tensor

/** Every place takes what its predecessor has; the first keeps its own. */
const step: Move = (x, axis, f) => f.concat([x.slice(axis, 0, 1), x.slice(axis, 0, -1)], axis)
const stepBack: Move = (x, axis, f) => f.concat([x.slice(axis, 1), x.slice(axis, -1)], axis)
/** What an overlapping in-place copy does on a CPU. */
const smear: Move = (x, axis) => x.slice(axis, 0, 1).expand(...x.shape)

/** Joins k maps [b, k, h, w, c]: what all of them sum up to says, channel by channel, how much each one counts. */
const SplitAttention = defineBlock('SplitAttention', {
  library: 'graft',
  args: { channel: int(512), k: int(3) },
  build: ({ channel: c, k }) => ({
    mlp1: nn.Linear(c, c, { bias: false }),
    gelu: nn.GELU(),
    mlp2: nn.Linear(c, c * k, { bias: false }),
    softmax: nn.Softmax(1),
  }),
  forward({ mlp1, gelu, mlp2, softmax }, maps, _, { k }) {
    const weights = softmax(mlp2(gelu(mlp1(maps.sum([1, 2, 3])))).rearrange('b (k c) -> b k c', { k }))
    return maps.mul(weights.unsqueeze(2).unsqueeze(2)).sum(1)
  },
})

const args = { channels: inputChannels('optional') }

const build = ({ channels: c }: { readonly channels: number }, env: Env) => ({
  mlp1: nn.Linear(c, 3 * c),
  mlp2: nn.Linear(c, c),
  split_attention: SplitAttention(env, c),
})

const forwardBy =
  (forward: Move) =>
  (m: { [K in 'mlp1' | 'mlp2' | 'split_attention']: Module<Tensor, Tensor> }, x: Tensor, f: Frame, a: { readonly channels: number }) => {
    const c = a.channels
    const at = [0, Math.floor(c / 4), Math.floor(c / 2), Math.floor((c * 3) / 4), c]
    const shift = (t: Tensor, [first, second]: readonly [number, number]) => {
      const moves = [forward, stepBack, forward, stepBack]
      const quarters = t.split(
        moves.map((_, i) => at[i + 1]! - at[i]!),
        3,
      )
      return f.concat(
        quarters.map((q, i) => moves[i]!(q, i < 2 ? first : second, f)),
        3,
      )
    }
    const [one, two, three] = m.mlp1(x.permute(0, 2, 3, 1)).split([c, c, c], 3) as [Tensor, Tensor, Tensor]
    const maps = f.stack([shift(one, [1, 2]), shift(two, [2, 1]), three], 1)
    return m.mlp2(m.split_attention(maps)).permute(0, 3, 1, 2)
  }

export const S2Attention = defineBlock('S2Attention', { library: 'graft', about, args, build, forward: forwardBy(step) })

/** As the widely copied code runs on a CPU. */
export const S2AttentionLiteral = defineBlock('S2AttentionLiteral', {
  library: 'graft',
  about: formOf(about, {
    of: 'S2Attention',
    differs: 'The copied code as it runs on a CPU: two of four shifts smear the first row or column.',
    zh: {
      differs: '流传的代码在 CPU 上的行为：四次移位中有两次会把首行或首列抹开。',
      broken: '发布的移位把特征图原地复制到自身：结果取决于设备，其中一半会把首行或首列抹满整张图。',
    },
    broken: {
      why: 'The published shifts copy a map onto itself in place: what comes out depends on the device, and half of them smear the first row or column over the map.',
      instead: 'S2Attention',
    },
  }),
  args,
  build,
  forward: forwardBy(smear),
})
