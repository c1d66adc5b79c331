/** ResNet as TorchVision builds it. https://arxiv.org/abs/1512.03385 */
import { type AnyModule, type Env, type Module, type Tensor, defineBlock, int, text } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { times } from '../../layers/times'

type Step = Module<Tensor, Tensor>

const convolution = (from: number, to: number, kernel: number, stride = 1) =>
  nn.Conv2d(from, to, kernel, stride, Math.floor(kernel / 2), { bias: false })

/** Brings the shortcut to the size and channels of what it is added to; absent where it has them. */
const projection = (from: number, to: number, stride: number): Step | null =>
  stride === 1 && from === to ? null : nn.Sequential([convolution(from, to, 1, stride), nn.BatchNorm2d(to)])

/** Two 3×3 convolutions around a shortcut. */
const BasicBlock = defineBlock('BasicBlock', {
  library: 'torchvision',
  args: { inplanes: int(), planes: int(), stride: int(1) },
  build: ({ inplanes, planes, stride }) => ({
    conv1: convolution(inplanes, planes, 3, stride),
    bn1: nn.BatchNorm2d(planes),
    relu: nn.ReLU(),
    conv2: convolution(planes, planes, 3),
    bn2: nn.BatchNorm2d(planes),
    downsample: projection(inplanes, planes, stride),
  }),
  forward: ({ conv1, bn1, relu, conv2, bn2, downsample }, x) =>
    relu(bn2(conv2(relu(bn1(conv1(x))))).add(downsample === null ? x : downsample(x))),
})

/** A 3×3 convolution between two pointwise ones, four times wider at its end, around a shortcut. */
const Bottleneck = defineBlock('Bottleneck', {
  library: 'torchvision',
  args: { inplanes: int(), planes: int(), stride: int(1) },
  build: ({ inplanes, planes, stride }) => ({
    conv1: convolution(inplanes, planes, 1),
    bn1: nn.BatchNorm2d(planes),
    conv2: convolution(planes, planes, 3, stride),
    bn2: nn.BatchNorm2d(planes),
    conv3: convolution(planes, planes * 4, 1),
    bn3: nn.BatchNorm2d(planes * 4),
    relu: nn.ReLU(),
    downsample: projection(inplanes, planes * 4, stride),
  }),
  forward({ conv1, bn1, conv2, bn2, conv3, bn3, relu, downsample }, x) {
    const y = relu(bn2(conv2(relu(bn1(conv1(x))))))
    return relu(bn3(conv3(y)).add(downsample === null ? x : downsample(x)))
  },
})

const depths = {
  resnet18: { block: BasicBlock, widening: 1, stages: [2, 2, 2, 2] },
  resnet34: { block: BasicBlock, widening: 1, stages: [3, 4, 6, 3] },
  resnet50: { block: Bottleneck, widening: 4, stages: [3, 4, 6, 3] },
  resnet101: { block: Bottleneck, widening: 4, stages: [3, 4, 23, 3] },
  resnet152: { block: Bottleneck, widening: 4, stages: [3, 8, 36, 3] },
} as const

export type ResNetName = keyof typeof depths
export const resNetNames = Object.keys(depths) as readonly ResNetName[]

/** The children of the model in order; those before `avgpool` are its backbone. */
export function resNetParts(env: Env, name: ResNetName) {
  const { block, widening, stages } = depths[name]
  const stage = (i: number) => {
    const planes = 64 * 2 ** i
    const before = i === 0 ? 64 : 32 * 2 ** i * widening
    const blocks = times(stages[i]!, (k) => block(env, k === 0 ? before : planes * widening, planes, k === 0 && i > 0 ? 2 : 1))
    return nn.Sequential(blocks)
  }
  return {
    conv1: nn.Conv2d(3, 64, 7, 2, 3, { bias: false }),
    bn1: nn.BatchNorm2d(64),
    relu: nn.ReLU(),
    maxpool: nn.MaxPool2d(3, 2, 1),
    layer1: stage(0),
    layer2: stage(1),
    layer3: stage(2),
    layer4: stage(3),
    avgpool: nn.AdaptiveAvgPool2d(1),
    fc: nn.Linear(512 * widening, 1000),
  }
}

/** The whole classifier, with the places where the library would put a head of other models. */
export const ResNet = defineBlock('ResNet', {
  library: 'torchvision',
  args: { model: text(undefined, resNetNames) },
  build({ model }, env) {
    const none: AnyModule = nn.Identity()
    return { ...resNetParts(env, model as ResNetName), head: none, heads: none }
  },
  forward(m, x) {
    const stem = m.maxpool(m.relu(m.bn1(m.conv1(x))))
    const deep = [m.layer1, m.layer2, m.layer3, m.layer4].reduce((y, layer) => layer(y), stem)
    return m.fc(m.avgpool(deep).flatten(1))
  },
})
