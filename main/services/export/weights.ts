import { type Issue } from '../../../graph-core/issues/issue'
import {
  type NamedModules,
  type WeightSource,
  checkpointWeights,
  seededWeights,
  startingValues,
} from '../../../graph-core/onnx/weight-source'
import { openCheckpointFile } from '../checkpoints/open-file'

/** Where weights come from: PyTorch's initial distributions under a seed, or a checkpoint. */
export type WeightChoice = { readonly seed: number } | { readonly file: string }

/** Weights that can be read until they are closed. They fit the modules where no issue is an error. */
export interface OpenWeights {
  readonly source: WeightSource
  readonly issues: readonly Issue[]
  close(): Promise<void>
}

/** Opens the chosen weights for these modules. Fails with Node's own errors, CheckpointError or SafetensorsError where the file is not read. */
export async function openWeights(choice: WeightChoice, modules: NamedModules, strides: readonly number[]): Promise<OpenWeights> {
  if ('seed' in choice) {
    return { source: seededWeights(choice.seed, startingValues(modules, strides)), issues: [], close: () => Promise.resolve() }
  }
  const file = await openCheckpointFile(choice.file)
  return { ...checkpointWeights(file.tensors, modules), close: () => file.close() }
}
