import {
  type AnyModule,
  type ArgRoles,
  type Env,
  type Module,
  type Tensor,
  type Value,
  bool,
  channels,
  defineBlock,
  inputChannels,
  int,
  moduleOf,
  text,
  variant,
} from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { ResNet, type ResNetName, resNetNames, resNetParts } from './resnet'

type Step = Module<Tensor, Tensor>

const rest = {
  model: text(undefined, resNetNames),
  weights: text('DEFAULT'),
  unwrap: bool(true),
  truncate: int(2),
  split: bool(false),
} satisfies ArgRoles

interface Choice {
  readonly model: string
  readonly unwrap: boolean
  readonly truncate: number
}

/** The model's children in a row without the last ones, or the model as it is. */
function parts({ model, unwrap, truncate }: Choice, env: Env) {
  const layers: readonly AnyModule[] = Object.values(resNetParts(env, model as ResNetName))
  return { m: (unwrap ? nn.Sequential(truncate > 0 ? layers.slice(0, -truncate) : layers) : ResNet(env, model)) as Step }
}

/** `split` gives the input and what each layer leaves of it as a list; only an unwrapped model has layers to give. */
function run({ m }: { readonly m: Step }, x: Tensor, { split, unwrap }: { readonly split: boolean; readonly unwrap: boolean }): Value {
  if (!split || !unwrap) return m(x)
  const steps: Tensor[] = [x]
  for (const [, step] of moduleOf(m).children) steps.push((step as Step)(steps.at(-1)!))
  return steps
}

/** A model of TorchVision as a row. A row writes the channels it ends with first, unscaled. Known are the ResNets. */
export const TorchVision = defineBlock('TorchVision', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'A ResNet of TorchVision as a backbone. A row writes the channels it ends with, then the model’s name.',
    zh: { name: 'TorchVision 主干', summary: '以 TorchVision 的 ResNet 为主干；行中先写末端通道数，再写模型名。' },
    source: 'https://pytorch.org/vision/stable/models/resnet.html',
  },
  args: rest,
  stated: { c2: channels({ scaled: false }) },
  build: parts,
  forward: (m, x: Tensor, _, a) => run(m, x, a),
  versions: {
    '<8.4': variant({
      args: { c1: inputChannels(), c2: channels({ scaled: false }), ...rest },
      stated: {},
    }),
  },
})
