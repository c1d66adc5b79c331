/** What a network is to the engine, wherever it comes from. */
import type { Size } from '../../../graph-core/onnx/programs/letterbox-geometry'
import type { Finding } from '../../contract/host'
import type { Meaning } from './messages'

/** A model file in memory, or on the disk until it is closed. */
export interface LoadableModel {
  readonly file: Uint8Array | string
  close(): Promise<void>
}

/** A model that was read and understood. */
export interface Network {
  readonly meaning: Meaning
  /** The largest canvas: what the user asked for. */
  readonly largest: Size
  /** What a canvas must be a multiple of; null where there is only the largest. */
  readonly multipleOf: number | null
  /** Whether it takes pixels, its letterbox being part of it; else a file's tensor `input`. */
  readonly input: 'pixels' | { readonly name: string; readonly type: 'float32' | 'float16' }
  readonly output: string
  /** What was found wrong that is no error. */
  readonly issues: readonly Finding[]
  /** The model for a canvas; or why there is none. Throws HostError where a file cannot be read. */
  load(canvas: Size): Promise<{ readonly model: LoadableModel } | { readonly issues: readonly Finding[] }>
}

/** A network, or the errors that keep it from being one. */
export type Planned = { readonly network: Network } | { readonly network: null; readonly issues: readonly Finding[] }
