import { type Tensor, defineLayer, init, int, param } from '../../graph-core/symbolic'
import { indexSelect } from '../ops/select'

/** Rows of a table by index. https://pytorch.org/docs/stable/generated/torch.nn.Embedding.html */
export const Embedding = defineLayer('Embedding', {
  file: 'sparse',
  args: { num_embeddings: int(), embedding_dim: int() },
  tensors: (a) => ({ weight: param([a.num_embeddings, a.embedding_dim], init.normal(1)) }),
  forward: ({ weight }, index: Tensor) => indexSelect([weight, index.flatten()], { axis: 0 }).reshape(...index.shape, weight.shape[1]!),
})
