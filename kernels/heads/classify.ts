import { Tensor, type Value, channels, defineBlock, inputChannels, int, optionalSize, size, variant } from '../../graph-core/symbolic'
import { Conv } from '../blocks/ultralytics'
import * as nn from '../layers/nn'

/** Channels before the classes, whatever the model's width. */
const hidden = 1280

const rest = { k: size(1), s: size(1), p: optionalSize(), g: int(1) }

/** Which class the whole image belongs to. */
export const Classify = defineBlock('Classify', {
  library: 'ultralytics',
  file: 'head',
  about: {
    category: 'head',
    summary: 'Says which class the whole image belongs to.',
    zh: { name: '分类头', summary: '判断整张图像属于哪一类。' },
    source: 'https://docs.ultralytics.com/tasks/classify/',
  },
  head: {
    task: 'classify',
    strides: 1,
    imgsz: 224,
    keepsLayers: true,
    predictions: (args) => ({ layout: 'image', fit: 'crop', classes: (args as { readonly c2: number }).c2 }),
  },
  reads: 'anything',
  args: { c1: inputChannels(), c2: channels({ scaled: false }), ...rest },
  build: ({ c1, c2, k, s, p, g }, env) => ({
    conv: Conv(env, c1, hidden, k, s, p, g),
    pool: nn.AdaptiveAvgPool2d(1),
    drop: nn.Dropout(0),
    linear: nn.Linear(hidden, c2),
  }),
  forward({ conv, pool, drop, linear }, x: Tensor | readonly Tensor[], f): Value {
    const map = x instanceof Tensor ? x : f.concat(x, 1)
    const logits = linear(drop(pool(conv(map)).flatten(1)))
    return f.mode === 'raw' ? logits : [logits.softmax(1), logits]
  },
  // Up to 8.3 the number of classes is scaled like channels, except where it is nc.
  versions: { '<8.4': variant({ args: { c1: inputChannels(), c2: channels(), ...rest } }) },
})
