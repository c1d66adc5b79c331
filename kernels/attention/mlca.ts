import { defineBlock, float, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { adaptivePool } from '../ops/pool'
import { oddKernel } from './efficient-channel-attention'

/** Weighs channels for the whole map and for each cell of a coarse grid. https://doi.org/10.1016/j.engappai.2023.106442 */
export const MLCA = defineBlock('MLCA', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Weighs channels as ECA does, once for the whole map and once for each cell of a coarse grid, and mixes the two.',
    source: 'https://doi.org/10.1016/j.engappai.2023.106442',
    paper: 'Mixed local channel attention for object detection',
    aliases: ['MixedLocalChannelAttention'],
    advice: 'A dozen parameters for channel gates that differ by region. Its grid is cut for one image size, so ONNX is for that size.',
    cost: '2·k parameters, about 2·c·n operations',
    sizeFree: false,
    zh: {
      name: '混合局部通道注意力',
      summary: '像 ECA 那样为通道加权：整张图一次，粗网格的每一格一次，再混合两者。',
      advice: '十来个参数就得到随区域变化的通道门；网格按一种图像尺寸切分，ONNX 只适用于该尺寸。',
      cost: '2·k 个参数，约 2·c·n 次运算',
    },
  },
  args: { in_size: inputChannels('optional'), local_size: int(5), gamma: int(2), b: int(1), local_weight: float(0.5) },
  build({ in_size: c, local_size, gamma, b }) {
    const k = oddKernel(Math.abs(Math.log2(c) + b) / gamma)
    const along = () => nn.Conv1d(1, 1, k, 1, Math.floor((k - 1) / 2), { bias: false })
    return {
      conv: along(),
      conv_local: along(),
      local_arv_pool: nn.AdaptiveAvgPool2d(local_size),
      global_arv_pool: nn.AdaptiveAvgPool2d(1),
    }
  },
  forward({ conv, conv_local, local_arv_pool, global_arv_pool }, x, f, { in_size: c, local_size: s, local_weight }) {
    const cells = local_arv_pool(x)
    const sequence = cells.rearrange('b c h w -> b 1 (h w c)')
    const local = conv_local(sequence).rearrange('b 1 (h w c) -> b c h w', { h: s, c }).sigmoid()
    const whole = conv(global_arv_pool(cells).rearrange('b c 1 1 -> b 1 c')).rearrange('b 1 c -> b c 1 1').sigmoid()
    const mixed = whole.mul(1 - local_weight).add(local.mul(local_weight))
    const map = [x.size(2), x.size(3)].map((d) => f.trace.concrete(d, 'MLCA divides the map into a grid'))
    return x.mul(adaptivePool([mixed], { sizes: map, kind: 'avg' }))
  },
})
