import { type Issue } from '../../../graph-core/issues/issue'
import {
  type NamedModules,
  type WeightSource,
  checkpointWeights,
  seededWeights,
  startingValues,
} from '../../../graph-core/onnx/weight-source'
import { readSafetensors } from '../../../graph-core/weights/read-safetensors'
import { openFileSource } from '../files/file-source'

/** Where weights come from: PyTorch's initial distributions under a seed, or a .safetensors file. */
export type WeightChoice = { readonly seed: number } | { readonly file: string }

/** Weights that can be read until they are closed. They fit the modules where no issue is an error. */
export interface OpenWeights {
  readonly source: WeightSource
  readonly issues: readonly Issue[]
  close(): Promise<void>
}

/** Opens the chosen weights for these modules. Fails with Node's own errors, or SafetensorsError where the file is malformed. */
export async function openWeights(choice: WeightChoice, modules: NamedModules, strides: readonly number[]): Promise<OpenWeights> {
  if ('seed' in choice) {
    return { source: seededWeights(choice.seed, startingValues(modules, strides)), issues: [], close: () => Promise.resolve() }
  }
  const file = await openFileSource(choice.file)
  try {
    const { tensors } = await readSafetensors(file)
    return { ...checkpointWeights(tensors, modules), close: () => file.close() }
  } catch (error) {
    await file.close()
    throw error
  }
}
