import {
  type Activation,
  type Env,
  type Size,
  activation,
  channels,
  inputChannels,
  int,
  optionalSize,
  republish,
  size,
  variant,
} from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import * as ultralytics from '../ultralytics'
import { autopad } from '../ultralytics/autopad'
import { gcd } from '../ultralytics/dwconv'
import { common } from './library'

interface Undilated {
  readonly c1: number
  readonly c2: number
  readonly k: Size
  readonly s: Size
  readonly p: Size | null
  readonly g: number
  readonly act: Activation
}

/** The children of a Conv before it could be dilated. */
const undilated = ({ c1, c2, k, s, p, g, act }: Undilated, env: Env) => ({
  conv: nn.Conv2d(c1, c2, k, s, autopad(k, p, 1), 1, g, false),
  bn: nn.BatchNorm2d(c2),
  act: ultralytics.activationOf(act, env),
})

/** Convolution, batch normalisation, activation. Release 6.1 has no dilation. */
export const Conv = republish(ultralytics.Conv, {
  ...common,
  versions: {
    '<7': variant({
      args: { c1: inputChannels(), c2: channels(), k: size(1), s: size(1), p: optionalSize(), g: int(1), act: activation() },
      build: undilated,
    }),
  },
})

/** Conv with as many groups as both channel numbers allow. Release 6.1 has no dilation. */
export const DWConv = republish(ultralytics.DWConv, {
  ...common,
  versions: {
    '<7': variant({
      args: { c1: inputChannels(), c2: channels(), k: size(1), s: size(1), act: activation() },
      build: (a, env) => undilated({ ...a, p: null, g: gcd(a.c1, a.c2) }, env),
    }),
  },
})
