/** Bottleneck attention module. https://arxiv.org/abs/1807.06514 */
import { type About, type AnyModule, type Module, type Tensor, defineBlock, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { formOf } from './form'

type Step = Module<Tensor, Tensor>
type Steps = readonly (readonly [string, AnyModule])[]

const about: About = {
  category: 'attention',
  summary: 'Weighs every value by a channel map and a spatial map of dilated convolutions, both from few channels.',
  source: 'https://arxiv.org/abs/1807.06514',
  paper: 'BAM: Bottleneck Attention Module',
  aliases: ['BAM'],
  advice: 'Meant for the bottlenecks between stages, where a map changes its size. Needs more than one image a step in training.',
  cost: '2·c²/16 + c²/16 + 18·c²/256 parameters',
  sizeFree: true,
  zh: {
    name: '瓶颈注意力',
    summary: '用少量通道得到通道图和空洞卷积的空间图，为每个值加权。',
    advice: '适合放在阶段之间、特征图尺寸变化之处；训练时每步需多于一张图像。',
    cost: '2·c²/16 + c²/16 + 18·c²/256 个参数',
  },
}

/** A Sequential whose steps have names. */
const named = (steps: Steps) => nn.Sequential(Object.fromEntries(steps)) as Step
const each = (count: number, steps: (i: number) => Steps): Steps => Array.from({ length: count }, (_, i) => steps(i)).flat()
const dilated = (c: number, dilation: number, padding: number) => nn.Conv2d(c, c, 3, 1, padding, dilation)
/** One value a channel, as a map of one place. */
const asMap = (y: Tensor) => y.unsqueeze(2).unsqueeze(3)

const ChannelGate = defineBlock('ChannelGate', {
  library: 'graft',
  args: { c: int(), reduction: int(16) },
  build({ c, reduction }) {
    const hidden = Math.floor(c / reduction)
    return {
      gate_c: named([
        ['flatten', nn.Flatten()],
        ['gate_c_fc_0', nn.Linear(c, hidden)],
        ['gate_c_bn_1', nn.BatchNorm1d(hidden)],
        ['gate_c_relu_1', nn.ReLU()],
        ['gate_c_fc_final', nn.Linear(hidden, c)],
      ]),
    }
  },
  forward: ({ gate_c }, x) => asMap(gate_c(x.mean([2, 3], true))),
})

const SpatialGate = defineBlock('SpatialGate', {
  library: 'graft',
  args: { c: int(), reduction: int(16), convolutions: int(2), dilation: int(4) },
  build({ c, reduction, convolutions, dilation }) {
    const hidden = Math.floor(c / reduction)
    return {
      gate_s: named([
        ['gate_s_conv_reduce0', nn.Conv2d(c, hidden, 1)],
        ['gate_s_bn_reduce0', nn.BatchNorm2d(hidden)],
        ['gate_s_relu_reduce0', nn.ReLU()],
        ...each(convolutions, (i) => [
          [`gate_s_conv_di_${i}`, dilated(hidden, dilation, dilation)],
          [`gate_s_bn_di_${i}`, nn.BatchNorm2d(hidden)],
          [`gate_s_relu_di_${i}`, nn.ReLU()],
        ]),
        ['gate_s_conv_final', nn.Conv2d(hidden, 1, 1)],
      ]),
    }
  },
  forward: ({ gate_s }, x) => gate_s(x),
})

/** The authors' form, on maps of any shape: theirs takes the means over squares only. */
export const BAM_original = defineBlock('BAM_original', {
  library: 'graft',
  about,
  args: { gate_channel: inputChannels('optional') },
  build: ({ gate_channel: c }, env) => ({ channel_att: ChannelGate(env, c), spatial_att: SpatialGate(env, c) }),
  forward: ({ channel_att, spatial_att }, x) => x.mul(channel_att(x).mul(spatial_att(x)).sigmoid().add(1)),
})

const ChannelAttention = defineBlock('ChannelAttention', {
  library: 'graft',
  args: { c: int(), reduction: int(16), layers: int(3) },
  build({ c, reduction, layers }) {
    const hidden = Math.floor(c / reduction)
    return {
      avgpool: nn.AdaptiveAvgPool2d(1),
      ca: named([
        ['flatten', nn.Flatten()],
        ...each(layers, (i) => [
          [`fc${i}`, nn.Linear(i === 0 ? c : hidden, hidden)],
          [`bn${i}`, nn.BatchNorm1d(hidden)],
          [`relu${i}`, nn.ReLU()],
        ]),
        ['last_fc', nn.Linear(hidden, c)],
      ]),
    }
  },
  forward: ({ avgpool, ca }, x) => asMap(ca(avgpool(x))).expand(...x.shape),
})

const SpatialAttention = defineBlock('SpatialAttention', {
  library: 'graft',
  args: { c: int(), reduction: int(16), dilation: int(2), padding: int(2), layers: int(3) },
  build({ c, reduction, dilation, padding, layers }) {
    const hidden = Math.floor(c / reduction)
    return {
      sa: named([
        ['conv_reduce1', nn.Conv2d(c, hidden, 1)],
        ['bn_reduce1', nn.BatchNorm2d(hidden)],
        ['relu_reduce1', nn.ReLU()],
        ...each(layers, (i) => [
          [`conv_${i}`, dilated(hidden, dilation, padding)],
          [`bn_${i}`, nn.BatchNorm2d(hidden)],
          [`relu_${i}`, nn.ReLU()],
        ]),
        ['last_conv', nn.Conv2d(hidden, 1, 1)],
      ]),
    }
  },
  forward({ sa }, x, f, { dilation, padding }) {
    const map = sa(x)
    // Where the map has shrunk, PyTorch expands it from one place and from no other size.
    const shrunk = () => {
      for (const size of [map.size(2), map.size(3)]) f.trace.concrete(size, 'BAMBlock shrinks the map to one place')
      return map.reshape(x.size(0), 1, 1, 1)
    }
    return (padding < dilation ? shrunk() : map).expand(...x.shape)
  },
})

const args = { channel: inputChannels('optional'), reduction: int(16), dia_val: int(2) }

interface Added {
  readonly sa: Step
  readonly ca: Step
  readonly sigmoid: Step
}
const weighed = ({ sa, ca, sigmoid }: Added, x: Tensor) =>
  sigmoid(sa(x).add(ca(x)))
    .add(1)
    .mul(x)

/** The sum of both maps, with three hidden layers each. */
export const BAMBlock_cv = defineBlock('BAMBlock_cv', {
  library: 'graft',
  about: formOf(about, {
    of: 'BAM_original',
    differs: 'Adds the two maps in place of multiplying them, with three hidden layers each.',
    zh: { differs: '两个图相加而非相乘，各有三个隐藏层。' },
  }),
  args,
  build: ({ channel, reduction, dia_val }, env) => ({
    ca: ChannelAttention(env, channel, reduction),
    sa: SpatialAttention(env, channel, reduction, dia_val, dia_val),
    sigmoid: nn.Sigmoid(),
  }),
  forward: (m, x) => weighed(m, x),
})

/** As published: padded by 1 at any dilation. */
export const BAMBlock = defineBlock('BAMBlock', {
  library: 'graft',
  about: {
    ...formOf(about, {
      of: 'BAM_original',
      differs: 'Adds the two maps; its dilated convolutions shrink the map.',
      zh: {
        differs: '两个图相加；其空洞卷积会缩小特征图。',
        broken: '发布的代码中空洞卷积只填充 1，特征图缩小 6：只能用于 7×7 的特征图。',
      },
      broken: {
        why: 'As published its dilated convolutions are padded by 1 only and shrink the map by 6: it works on maps of 7×7 and no others.',
        instead: 'BAMBlock_cv',
      },
    }),
    demands: 'A map of 7×7 at dilation 2.',
    zh: { ...about.zh!, demands: '空洞率为 2 时特征图为 7×7。' },
    sizeFree: false,
  },
  args,
  build: ({ channel, reduction, dia_val }, env) => ({
    ca: ChannelAttention(env, channel, reduction),
    sa: SpatialAttention(env, channel, reduction, dia_val, 1),
    sigmoid: nn.Sigmoid(),
  }),
  forward: (m, x) => weighed(m, x),
})
