/** What YOLOE does with a text before it is given to the model: it is part of the head, and run by itself. https://arxiv.org/abs/2503.07465 */
import { type Module, type Param, type Tensor, defineBlock, init, int, tensorAt } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

/** A gated pair of linear layers. https://arxiv.org/abs/2002.05202 */
export const SwiGLUFFN = defineBlock('SwiGLUFFN', {
  library: 'ultralytics',
  since: '8.4',
  file: 'block',
  args: { gc: int(), ec: int(), e: int(4) },
  build: ({ gc, ec, e }) => ({ w12: nn.Linear(gc, e * ec), w3: nn.Linear(Math.floor((e * ec) / 2), ec) }),
  forward({ w12, w3 }, x) {
    const [gate, values] = w12(x).chunk(2, 2) as [Tensor, Tensor]
    return w3(gate.silu().mul(values))
  },
})

/** A text embedding and what a block adds to it, which is nothing at first. */
export const Residual = defineBlock('Residual', {
  library: 'ultralytics',
  since: '8.4',
  file: 'block',
  args: { width: int() },
  build: ({ width }, env) => ({ m: SwiGLUFFN(env, width, width) as Module<Tensor, Tensor> }),
  forward: ({ m }, x) => x.add(m(x)),
  *initialise({ m }) {
    for (const name of ['w3.weight', 'w3.bias']) yield [tensorAt(m, name) as Param, init.zeros]
  },
})
