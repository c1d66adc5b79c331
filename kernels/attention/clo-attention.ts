import {
  type Frame,
  type Module,
  ShapeError,
  type Tensor,
  dim,
  defineBlock,
  float,
  hintOf,
  inputChannels,
  int,
  ints,
  bool,
} from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

type Step = Module<Tensor, Tensor>

/** x · sigmoid(x) as a module of its own. */
export const MemoryEfficientSwish = defineBlock('MemoryEfficientSwish', {
  library: 'graft',
  args: {},
  build: () => ({}),
  forward: (_, x) => x.silu(),
})

/** Two pointwise convolutions that turn q · k into a map of weights. */
export const AttnMap = defineBlock('AttnMap', {
  library: 'graft',
  args: { dim: inputChannels() },
  build: ({ dim: c }, env) => ({ act_block: nn.Sequential([nn.Conv2d(c, c, 1), MemoryEfficientSwish(env), nn.Conv2d(c, c, 1)]) }),
  forward: ({ act_block }, x) => act_block(x),
})

/** PyTorch views the pooled map as (h · w) // window² places and raises where that is another number. */
function requireWindows(x: Tensor, pooled: Tensor, window: number, f: Frame): void {
  const [places, expected] = [dim.mul(pooled.size(2), pooled.size(3)), dim.floorDiv(dim.mul(x.size(2), x.size(3)), window ** 2)]
  const why = `CloAttention pools windows of ${window}×${window}`
  for (const size of [x.size(2), x.size(3)]) f.trace.divisible(size, window, why)
  if (hintOf(places) !== hintOf(expected)) {
    const map = `${hintOf(x.size(2))}×${hintOf(x.size(3))}`
    throw new ShapeError('shape.not-divisible', `${why}, which do not divide a map of ${map}`)
  }
}

/** Context-aware local attention beside global attention on pooled windows. https://arxiv.org/abs/2303.17803 */
export const CloAttention = defineBlock('CloAttention', {
  library: 'graft',
  about: {
    category: 'attention',
    summary:
      'Some heads weigh their neighbourhood by depthwise convolutions, the others attend to pooled windows. Needs maps that windows divide.',
    source: 'https://arxiv.org/abs/2303.17803',
    paper: 'Rethinking Local Perception in Lightweight Vision Transformer',
    aliases: ['CloFormer', 'CloFormerAttention', 'EfficientAttention'],
    advice:
      'Fine detail and global context side by side. A window of 4 stops dynamic ONNX and odd image sizes; the local branch costs c²·n/4 for its map.',
    cost: '4.5·c² parameters and 3.6·c²·n + c·n²/16 multiply-accumulates with the default split',
    demands: 'Channels divisible by num_heads; height and width divisible by window_size.',
    sizeFree: false,
    zh: {
      name: 'CloFormer 注意力',
      summary: '一部分头用深度卷积为邻域加权，另一部分头关注池化后的窗口；特征图须能被窗口整除。',
      advice: '细节与全局上下文并存；窗口为 4 时不能导出动态 ONNX，也不接受不整除的图像尺寸。',
      cost: '默认划分下 4.5·c² 个参数，3.6·c²·n + c·n²/16 次乘加',
      demands: '通道数能被 num_heads 整除；高和宽能被 window_size 整除。',
    },
  },
  args: {
    dim: inputChannels('optional'),
    num_heads: int(8),
    group_split: ints([4, 4]),
    kernel_sizes: ints([5]),
    window_size: int(4),
    attn_drop: float(0),
    proj_drop: float(0),
    qkv_bias: bool(true),
  },
  build({ dim: c, num_heads, group_split, kernel_sizes, window_size, attn_drop, proj_drop, qkv_bias }, env) {
    if (group_split.reduce((sum, heads) => sum + heads, 0) !== num_heads || group_split.length !== kernel_sizes.length + 1) {
      throw new ShapeError(
        'arg.value',
        `CloAttention: group_split must have one number a kernel and one more, with the sum ${num_heads}; got [${group_split.join(', ')}]`,
      )
    }
    const each = Math.floor(c / num_heads)
    const local = kernel_sizes.map((kernel, i) => ({ kernel, width: group_split[i]! * each })).filter(({ width }) => width > 0)
    const pooled = group_split.at(-1)! * each
    const pointwise = (from: number, to: number) => nn.Conv2d(from, to, 1, 1, 0, { bias: qkv_bias })
    return {
      global_q: pooled > 0 ? pointwise(c, pooled) : null,
      global_kv: pooled > 0 ? pointwise(c, 2 * pooled) : null,
      avgpool: pooled > 0 ? ((window_size === 1 ? nn.Identity() : nn.AvgPool2d(window_size, window_size)) as Step) : null,
      convs: nn.ModuleList(
        local.map(({ kernel, width: w }) => nn.Conv2d(3 * w, 3 * w, kernel, 1, Math.floor(kernel / 2), { groups: 3 * w })),
      ),
      act_blocks: nn.ModuleList(local.map(({ width }) => AttnMap(env, width))),
      qkvs: nn.ModuleList(local.map(({ width }) => pointwise(c, 3 * width))),
      proj: pointwise(c, c),
      attn_drop: nn.Dropout(attn_drop),
      proj_drop: nn.Dropout(proj_drop),
    }
  },
  forward({ global_q, global_kv, avgpool, convs, act_blocks, qkvs, proj, attn_drop, proj_drop }, x, f, { dim: c, num_heads, window_size }) {
    const d = Math.floor(c / num_heads)
    const scale = d ** -0.5
    const near = qkvs.map((qkv, i) => {
      const [q, k, v] = convs[i]!(qkv(x)).chunk(3, 1) as [Tensor, Tensor, Tensor]
      return attn_drop(act_blocks[i]!(q.mul(k)).mul(scale).tanh()).mul(v)
    })
    const far = () => {
      const small = avgpool!(x)
      requireWindows(x, small, window_size, f)
      const q = global_q!(x).rearrange('b (m d) h w -> b m (h w) d', { d })
      const [k, v] = global_kv!(small)
        .chunk(2, 1)
        .map((t) => t.rearrange('b (m d) h w -> b m (h w) d', { d })) as [Tensor, Tensor]
      const weights = attn_drop(q.mul(scale).matmul(k.transpose(2, 3)).softmax(-1))
      return weights.matmul(v).rearrange('b m (h w) d -> b (m d) h w', { h: x.size(2), w: x.size(3) })
    }
    return proj_drop(proj(f.concat(global_q === null ? near : [...near, far()], 1)))
  },
})
