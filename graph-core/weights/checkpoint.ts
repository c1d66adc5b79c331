import type { WeightTensor } from './weight-tensor'

/** Data as JSON has it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** What a checkpoint says of itself. What it does not say is not there. */
export interface CheckpointMeta {
  /** Keys that lead to the weights, such as `ema`; of a file that wraps them. */
  readonly from?: string
  /** The class of the model they were pickled with. */
  readonly class?: string
  readonly task?: string
  readonly epoch?: number
  readonly date?: string
  /** Of the library that wrote it. */
  readonly version?: string
  readonly nc?: number
  /** As the file has them: a list, or names by index. */
  readonly names?: Json
  readonly stride?: Json
  /** What the training was started with. */
  readonly args?: Json
  /** The model's own YAML, as a text that opens as a document. */
  readonly yaml?: string
  /** Whatever else is a number or a text. */
  readonly other?: { readonly [key: string]: Json }
}

/** A file with weights that was opened: everything but the values is known. */
export interface Checkpoint {
  readonly format: 'pt' | 'pt-legacy' | 'safetensors' | 'onnx'
  readonly meta: CheckpointMeta
  /** By name, in the file's order. */
  readonly tensors: ReadonlyMap<string, WeightTensor>
  /** The embeddings of its classes' names, [1, classes, width]: a model that compares with words keeps them beside its weights. */
  readonly words?: WeightTensor
}
