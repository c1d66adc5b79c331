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

/** Hidden channels of a class branch. */
export const classChannels = (channels: readonly number[], nc: number): number => Math.max(channels[0]!, Math.min(nc, 100))

/**
 * Class scores: two 3×3 convolutions and a projection, the convolutions depthwise separable in models that are not legacy. With `embed` it
 * gives an embedding that is compared with those of the classes.
 */
export function classBranch(env: Env, channels: readonly number[], nc: number, embed = nc): Levels {
  const hidden = classChannels(channels, nc)
  const spread = (from: number) =>
    env.legacy ? Conv(env, from, hidden, 3) : nn.Sequential([DWConv(env, from, from, 3), Conv(env, from, hidden, 1)])
  return nn.ModuleList(channels.map((c) => nn.Sequential([spread(c), spread(hidden), nn.Conv2d(hidden, embed, 1)])))
}

/** Two 3×3 convolutions and a projection to `width` numbers a place, for what a head says beside boxes and classes. */
export function extraBranch(env: Env, channels: readonly number[], width: number): Levels {
  const hidden = Math.max(Math.floor(channels[0]! / 4), width)
  return nn.ModuleList(
    channels.map((c) => nn.Sequential([Conv(env, c, hidden, 3), Conv(env, hidden, hidden, 3), nn.Conv2d(hidden, width, 1)])),
  )
}

/** Biases that expect boxes of a usual size and 5 objects of some class in a 640 px image. Branches that are not there have none. */
export function* detectBiases(
  box: Levels | null,
  cls: Levels | null,
  nc: number,
  strides: readonly number[],
  side: number,
): Iterable<[Param, Init]> {
  if (box === null || cls === null) return
  for (const [i, stride] of strides.slice(0, box.length).entries()) {
    yield [tensorAt(box[i]!, '2.bias') as Param, init.constant(side)]
    yield [tensorAt(cls[i]!, '2.bias') as Param, init.constant(Math.log(5 / nc / (640 / stride) ** 2))]
  }
}
