import { ShapeError, type Tensor, defineBlock, float, hintOf, init, int, param } from '../../../graph-core/symbolic'

/** Normalises each place over its channels. */
export const LayerNorm2d = defineBlock('LayerNorm2d', {
  library: 'ultralytics',
  file: 'transformer',
  args: { num_channels: int(), eps: float(1e-6) },
  build: ({ num_channels: c }) => ({ weight: param([c], init.ones), bias: param([c], init.zeros) }),
  forward({ weight, bias }, x: Tensor, _, { num_channels: c, eps }) {
    if (x.size(1) !== c) throw new ShapeError('shape.channels', `expected ${c} channels, got ${hintOf(x.size(1))}`)
    const centred = x.sub(x.mean(1, true))
    const normal = centred.div(centred.mul(centred).mean(1, true).add(eps).sqrt())
    return normal.mul(weight.reshape(c, 1, 1)).add(bias.reshape(c, 1, 1))
  },
})
