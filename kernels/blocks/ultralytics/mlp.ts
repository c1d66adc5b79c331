import {
  type Activation,
  type Module,
  type Tensor,
  activation,
  bool,
  defineBlock,
  inputChannels,
  int,
  isModule,
  variant,
} from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { times } from '../../layers/times'

const first = {
  input_dim: inputChannels(),
  hidden_dim: int(),
  output_dim: int(),
  num_layers: int(),
  act: activation(),
  sigmoid: bool(false),
}

/** A module given as activation, else a ReLU of its own. */
const actOf = (act: Activation) => (isModule(act) ? act : nn.ReLU()) as Module<Tensor, Tensor>

function projections(a: { input_dim: number; hidden_dim: number; output_dim: number; num_layers: number }) {
  const width = (i: number) => (i === 0 ? a.input_dim : i === a.num_layers ? a.output_dim : a.hidden_dim)
  return nn.ModuleList(times(a.num_layers, (i) => nn.Linear(width(i), width(i + 1))))
}

function projectAll(layers: readonly Module<Tensor, Tensor>[], act: Module<Tensor, Tensor>, x: Tensor): Tensor {
  return layers.reduce((y, layer, i) => (i < layers.length - 1 ? act(layer(y)) : layer(y)), x)
}

/** Linear layers with an activation between them. */
export const MLP = defineBlock('MLP', {
  library: 'ultralytics',
  file: 'transformer',
  args: { ...first, residual: bool(false), out_norm: activation(false) },
  build: (a) => ({
    layers: projections(a),
    act: actOf(a.act),
    out_norm: (isModule(a.out_norm) ? a.out_norm : nn.Identity()) as Module<Tensor, Tensor>,
  }),
  forward({ layers, act, out_norm }, x, _, { sigmoid, residual }) {
    const y = projectAll(layers, act, x)
    const normal = out_norm(residual ? y.add(x) : y)
    return sigmoid ? normal.sigmoid() : normal
  },
  versions: {
    '<8.4': variant({
      args: first,
      build: (a) => ({ layers: projections(a), act: actOf(a.act) }),
      forward({ layers, act }, x: Tensor, _, { sigmoid }) {
        const y = projectAll(layers, act, x)
        return sigmoid ? y.sigmoid() : y
      },
    }),
  },
})
