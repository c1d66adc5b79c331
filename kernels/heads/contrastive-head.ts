/** How alike each place of a map and each class of a text are. https://arxiv.org/abs/2401.17270 */
import { type Tensor, defineBlock, init, int, param } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

/** A map [b, c, h, w] and the classes' embeddings [b, k, c]. */
export type Compared = readonly [map: Tensor, text: Tensor]

const normalised = (x: Tensor, axis: number): Tensor => x.div(x.mul(x).sum(axis, true).sqrt().clamp(1e-12))

/** Products of every class with every place, [b, k, h, w], scaled and shifted. */
function compare(map: Tensor, text: Tensor, logit_scale: Tensor, bias: Tensor): Tensor {
  const products = normalised(text, 2).matmul(map.flatten(2))
  return products.reshape(map.size(0), text.size(1), map.size(2), map.size(3)).mul(logit_scale.exp()).add(bias)
}

const about = {
  category: 'head part',
  summary: 'Says how alike each place of a map and each class of a text are.',
  source: 'https://arxiv.org/abs/2401.17270',
}

const shift = () => param([1], init.constant(-10))

/** Compares directions alone. */
export const ContrastiveHead = defineBlock('ContrastiveHead', {
  library: 'ultralytics',
  file: 'block',
  about,
  reads: 'list',
  args: {},
  build: () => ({ bias: shift(), logit_scale: param([], init.constant(Math.log(1 / 0.07))) }),
  forward: ({ bias, logit_scale }, [map, text]: Compared) => compare(normalised(map, 1), text, logit_scale, bias),
})

/** The same with batch normalisation in place of directions on the map's side. */
export const BNContrastiveHead = defineBlock('BNContrastiveHead', {
  library: 'ultralytics',
  file: 'block',
  about: { ...about, summary: 'Says how alike each place of a normalised map and each class of a text are.' },
  reads: 'list',
  args: { embed_dims: int() },
  build: ({ embed_dims }) => ({ norm: nn.BatchNorm2d(embed_dims), bias: shift(), logit_scale: param([], init.constant(-1)) }),
  forward: ({ norm, bias, logit_scale }, [map, text]: Compared) => compare(norm(map), text, logit_scale, bias),
})
