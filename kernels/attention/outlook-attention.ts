import { type Tensor, bool, defineBlock, dim, float, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { fold } from '../ops/unfold'

/** Every place says by a linear layer how the values around it attend to each other. https://arxiv.org/abs/2106.13112 */
export const OutlookAttention = defineBlock('OutlookAttention', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Every place says itself, by a linear layer, how the values in the window around it attend to each other.',
    source: 'https://arxiv.org/abs/2106.13112',
    paper: 'VOLO: Vision Outlooker for Visual Recognition',
    aliases: ['Outlook', 'OutlookAtt', 'VOLO'],
    advice: 'Fine local detail on high-resolution levels. Windows are laid side by side, which takes k² times the map’s memory.',
    cost: '2·c² + k⁴·c·heads parameters; 2·c²·n + 2·k⁴·c·n multiply-accumulates',
    demands: 'Channels divisible by num_heads.',
    sizeFree: true,
    zh: {
      name: '前景注意力（VOLO）',
      summary: '每个位置用线性层直接给出其周围窗口内各值的相互注意力。',
      advice: '适合高分辨率层的细节；窗口展开后内存为原图的 k² 倍。',
      cost: '2·c² + k⁴·c·heads 个参数；2·c²·n + 2·k⁴·c·n 次乘加',
      demands: '通道数能被 num_heads 整除。',
    },
  },
  args: {
    dim: inputChannels('optional'),
    num_heads: int(1),
    kernel_size: int(3),
    padding: int(1),
    stride: int(1),
    qkv_bias: bool(false),
    attn_drop: float(0.1),
  },
  build: ({ dim: c, num_heads, kernel_size: k, padding, stride, qkv_bias, attn_drop }) => ({
    v_pj: nn.Linear(c, c, { bias: qkv_bias }),
    attn: nn.Linear(c, k ** 4 * num_heads),
    attn_drop: nn.Dropout(attn_drop),
    proj: nn.Linear(c, c),
    proj_drop: nn.Dropout(attn_drop),
    unflod: nn.Unfold(k, { padding, stride }),
    pool: nn.AvgPool2d(stride, stride, { ceil_mode: true }),
  }),
  forward(m, x, _, { dim: c, num_heads: heads, kernel_size: k, padding, stride }) {
    const area = k * k
    const map = [x.size(2), x.size(3)]
    const lastly = (t: Tensor) => t.permute(0, 2, 3, 1)
    const n = dim.product(map.map((d) => dim.ceilDiv(d, stride)))
    const windows = m.unflod(m.v_pj(lastly(x)).permute(0, 3, 1, 2))
    const values = windows.rearrange('b (m d k) n -> b m n k d', { m: heads, k: area })
    const energy = m.attn(lastly(m.pool(x))).rearrange('b h w (m p q) -> b m (h w) p q', { m: heads, p: area })
    const weights = m.attn_drop(energy.mul(Math.floor(c / heads) ** -0.5).softmax(-1))
    const seen = weights
      .matmul(values)
      .permute(0, 1, 4, 3, 2)
      .reshape(x.size(0), c * area, n)
    const pair = (v: number) => [v, v]
    const y = fold([seen], { map, kernel: pair(k), padding: pair(padding), stride: pair(stride), dilation: pair(1) })
    return m.proj_drop(m.proj(lastly(y))).permute(0, 3, 1, 2)
  },
})
