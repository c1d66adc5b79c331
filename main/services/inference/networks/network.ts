/** What a network is to the engine, wherever it comes from. */
import type { Size } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import type { Tap } from '../../../../graph-core/onnx/row-export'
import type { Finding } from '../../../contract/host'
import type { Meaning } from '../process/messages'

/** A model file in memory, or on the disk until it is closed. */
export interface LoadableModel {
  readonly file: Uint8Array | string
  close(): Promise<void>
}

/** A model that was loaded, and what was found then; there is none where a finding is an error. */
export interface Loaded {
  readonly model: LoadableModel | null
  readonly issues: readonly Finding[]
}

/** What a row gives, as a model of its own. */
export interface LoadedRow extends Loaded {
  readonly taps: readonly Tap[]
  /** Weights that are no outputs. */
  readonly leftOut: number
}

/** Parts of a network that was built from a text. */
export interface NetworkParts {
  /** How many rows it has. */
  readonly rows: number
  /** What a row needs, with what it gives as outputs. */
  row(canvas: Size, row: number): Promise<LoadedRow>
  /** All rows up to one, with next to nothing as output. */
  upTo(canvas: Size, row: number): Promise<Loaded>
}

/** A model that was read and understood. */
export interface Network {
  /** The same for texts that mean the same network, whatever their comments. */
  readonly identity: string
  readonly meaning: Meaning
  /** The largest canvas: what the user asked for. */
  readonly largest: Size
  /** What a canvas must be a multiple of; null where there is only the largest. */
  readonly multipleOf: number | null
  /** Whether it takes pixels, its letterbox being part of it; else a file's tensor `input`. */
  readonly input: 'pixels' | { readonly name: string; readonly type: 'float32' | 'float16' }
  /** Its predictions, then prototypes of masks where its form has such. */
  readonly outputs: readonly string[]
  /** What was found wrong that is no error. */
  readonly issues: readonly Finding[]
  /** The model for a canvas. Throws HostError where a file cannot be read. */
  load(canvas: Size): Promise<Loaded>
  /** Null where it comes as a file. */
  readonly parts: NetworkParts | null
}

/** A network, or the errors that keep it from being one. */
export type Planned = { readonly network: Network } | { readonly network: null; readonly issues: readonly Finding[] }
