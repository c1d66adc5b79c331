import type { Document } from '../document/types'
import type { FuseOptions, LayerOverrides, Target, ThopVersion } from '../symbolic'

/** A target's rules from rows to modules and its conventions of counting: data, read by one engine. */
export interface Dialect {
  readonly target: Target
  readonly title: string
  /** Libraries in which a row's module name is looked up, in order. */
  readonly libraries: readonly string[]
  /** Blocks of its library that are parts of others only: its `parse_model` knows no such name, though the library has the class. */
  readonly unnamed: readonly string[]
  /** What the printed layer count counts: modules without children, or every module. */
  readonly layerCount: 'leaves' | 'modules'
  readonly thop: ThopVersion
  /** What `initialize_weights` sets on every layer of a kind. */
  readonly overrides: LayerOverrides
  readonly fuse: FuseOptions
  /** Channel numbers that are not scaled: those equal to nc, or to what a head with anchors gives at a place. */
  readonly keepsChannelsEqualTo: 'nc' | 'outputs' | null
  /** Whether all Convs of a model hold one default activation, or each a copy of its own. */
  readonly sharesActivation: boolean
  /** Whether a text in a row's arguments is evaluated, so that `nn.ReLU()` there is a module; else it stays a text. */
  readonly evaluatesArguments: boolean
  /** Header keys the library does not know. */
  readonly ignoredKeys: readonly string[]
  /** Header keys without which the library does not read a file. */
  readonly requiredKeys: readonly string[]
  /** Whether a file that names no target is written for this library. */
  isWrittenFor?(document: Document): boolean
  /** The side of the image that finds strides. */
  readonly strideImage: number
  /** Whether GFLOPs are measured on the full image where the small one fails. */
  readonly proxyFallsBack: boolean
  /** How many channels the image has that GFLOPs are measured on: the model's, or as many as the second size of its first parameter says. */
  readonly proxyChannels: 'image' | 'first parameter'
}

/** In-place activations and BatchNorm2d's numbers, as `initialize_weights` of Ultralytics and the YOLO repositories sets them. */
export const yoloOverrides: LayerOverrides = {
  BatchNorm2d: { eps: 1e-3, momentum: 0.03 },
  ReLU: { inplace: true },
  ReLU6: { inplace: true },
  LeakyReLU: { inplace: true },
  Hardswish: { inplace: true },
  SiLU: { inplace: true },
}
