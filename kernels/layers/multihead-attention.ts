/** https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html */
import {
  type Module,
  type Resolved,
  ShapeError,
  type Tensor,
  bool,
  defineLayer,
  float,
  init,
  int,
  optionalInt,
  param,
} from '../../graph-core/symbolic'
import { linear } from '../ops/matmul'

/** What MultiheadAttention projects its result with: a Linear that torch does not quantise. thop has no rule for it. */
const NonDynamicallyQuantizableLinear = defineLayer('NonDynamicallyQuantizableLinear', {
  file: 'linear',
  args: { in_features: int(), out_features: int(), bias: bool(true) },
  tensors: (a) => {
    const bound = init.uniform(1 / Math.sqrt(a.in_features))
    return { weight: param([a.out_features, a.in_features], bound), bias: a.bias ? param([a.out_features], init.zeros) : null }
  },
  forward: (self, x) => linear(self.bias === null ? [x, self.weight] : [x, self.weight, self.bias], null),
})

const args = {
  embed_dim: int(),
  num_heads: int(),
  dropout: float(0),
  bias: bool(true),
  add_bias_kv: bool(false),
  add_zero_attn: bool(false),
  kdim: optionalInt(),
  vdim: optionalInt(),
  batch_first: bool(false),
}

/** Four projections, two products and a softmax over the places. */
function cost({ num_heads, batch_first }: Resolved<typeof args>, [first, second, e]: readonly number[]): number {
  const [batch, length] = batch_first ? [first!, second!] : [second!, first!]
  const products = 4 * length * e! * e! + 2 * length * length * e!
  return batch * (products + num_heads * length * (3 * length - 1))
}

/** Attention of several heads. Takes [query, key, value], each (length, batch, channels) unless `batch_first`. */
export const MultiheadAttention = defineLayer('MultiheadAttention', {
  file: 'activation',
  reads: 'list',
  args,
  tensors({ embed_dim: e, num_heads, bias }) {
    if (num_heads < 1 || e % num_heads !== 0) {
      throw new ShapeError('arg.value', `MultiheadAttention: ${e} channels cannot be divided among ${num_heads} heads`)
    }
    return {
      in_proj_weight: param([3 * e, e], init.uniform(Math.sqrt(6 / (4 * e)))),
      in_proj_bias: bias ? param([3 * e], init.zeros) : null,
      out_proj: NonDynamicallyQuantizableLinear(e, e, bias) as Module<Tensor, Tensor>,
    }
  },
  forward(self, inputs: readonly Tensor[]) {
    if (inputs.length < 3)
      throw new ShapeError('shape.input', `MultiheadAttention reads query, key and value, got ${inputs.length} tensors`)
    const { embed_dim: e, num_heads: heads, batch_first } = self
    const order = batch_first ? 'b l (heads d)' : 'l b (heads d)'
    const [q, k, v] = inputs.slice(0, 3).map((x, i) => {
      const weight = self.in_proj_weight.slice(0, i * e, (i + 1) * e)
      const projected = linear(self.in_proj_bias === null ? [x, weight] : [x, weight, self.in_proj_bias.slice(0, i * e, (i + 1) * e)], null)
      return projected.rearrange(`${order} -> b heads l d`, { heads })
    }) as [Tensor, Tensor, Tensor]
    const weights = q
      .mul((e / heads) ** -0.5)
      .matmul(k.transpose(2, 3))
      .softmax(-1)
    return self.out_proj(weights.matmul(v).rearrange(`b heads l d -> ${order}`))
  },
  pythonCall: (module, input) => `${module}(*${input}, need_weights=False)[0]`,
  thop: { '2.1.6': cost },
})
