/** The two branches of Detect, one module a level each, and the biases they start with. */
import { type Env, type Init, type Module, type ModuleList, type Param, type Tensor, init, tensorAt } from '../../graph-core/symbolic'
import { Conv, DWConv } from '../blocks/ultralytics'
import * as nn from '../layers/nn'

export type Levels = ModuleList<Module<Tensor, Tensor>>

/** Box sides: two 3×3 convolutions and a projection. */
export function boxBranch(env: Env, channels: readonly number[], regMax: number): Levels {
  const hidden = Math.max(16, Math.floor(channels[0]! / 4), 4 * regMax)
  return nn.ModuleList(
    channels.map((c) => nn.Sequential([Conv(env, c, hidden, 3), Conv(env, hidden, hidden, 3), nn.Conv2d(hidden, 4 * regMax, 1)])),
  )
}

/** Class scores: two 3×3 convolutions and a projection, the convolutions depthwise separable in models that are not legacy. */
export function classBranch(env: Env, channels: readonly number[], nc: number): Levels {
  const hidden = Math.max(channels[0]!, Math.min(nc, 100))
  const spread = (from: number) =>
    env.legacy ? Conv(env, from, hidden, 3) : nn.Sequential([DWConv(env, from, from, 3), Conv(env, from, hidden, 1)])
  return nn.ModuleList(channels.map((c) => nn.Sequential([spread(c), spread(hidden), nn.Conv2d(hidden, nc, 1)])))
}

/** Biases that expect boxes of a usual size and 5 objects of some class in a 640 px image. */
export function* detectBiases(box: Levels, cls: Levels, nc: number, strides: readonly number[], side: number): Iterable<[Param, Init]> {
  for (const [i, stride] of strides.slice(0, box.length).entries()) {
    yield [tensorAt(box[i]!, '2.bias') as Param, init.constant(side)]
    yield [tensorAt(cls[i]!, '2.bias') as Param, init.constant(Math.log(5 / nc / (640 / stride) ** 2))]
  }
}
