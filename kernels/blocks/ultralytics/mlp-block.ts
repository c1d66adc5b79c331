import { defineBlock, int } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'

/** Two linear layers with an activation between them, on the last axis. */
export const MLPBlock = defineBlock('MLPBlock', {
  library: 'ultralytics',
  file: 'transformer',
  args: { embedding_dim: int(), mlp_dim: int() },
  build: ({ embedding_dim, mlp_dim }) => ({
    lin1: nn.Linear(embedding_dim, mlp_dim),
    lin2: nn.Linear(mlp_dim, embedding_dim),
    act: nn.GELU(),
  }),
  forward: ({ lin1, lin2, act }, x) => lin2(act(lin1(x))),
})
