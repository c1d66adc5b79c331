import { type Issue } from '../../../graph-core/issues/issue'
import type { FoldedPair } from '../../../graph-core/onnx/folded-pairs'
import { type LoadReport, isNothing, loadByName, loadIssues } from '../../../graph-core/onnx/load-by-name'
import {
  type NamedModules,
  type WeightSource,
  checkpointWeights,
  seededWeights,
  startingValues,
} from '../../../graph-core/onnx/weight-source'
import type { WeightTensor } from '../../../graph-core/weights/weight-tensor'
import { openCheckpointFile } from '../checkpoints/open-file'

/** Where weights come from: PyTorch's initial distributions under a seed, or a checkpoint. */
export type WeightChoice = { readonly seed: number } | { readonly file: string }

/** Weights that can be read until they are closed. They fit the modules where no issue is an error. */
export interface OpenWeights {
  readonly source: WeightSource
  readonly issues: readonly Issue[]
  /** What of a checkpoint was carried, and what was not; null for weights that must all be there. */
  readonly report: LoadReport | null
  /** The embeddings of words that a checkpoint keeps beside its weights; null where it keeps none. */
  readonly words: WeightTensor | null
  close(): Promise<void>
}

/**
 * Opens the chosen weights for these modules. `isWhole`: every tensor must be in the checkpoint; else what fits is carried and the rest starts fresh,
 * as the libraries do. `pairs` says what of the model exporters and fusing fold. Fails with Node's own errors, CheckpointError or SafetensorsError where the file is not read.
 */
export async function openWeights(
  choice: WeightChoice,
  modules: NamedModules,
  strides: readonly number[],
  isWhole: boolean,
  pairs: () => readonly FoldedPair[] = () => [],
): Promise<OpenWeights> {
  const starting = seededWeights('seed' in choice ? choice.seed : 0, startingValues(modules, strides))
  if ('seed' in choice) return { source: starting, issues: [], report: null, words: null, close: () => Promise.resolve() }
  const file = await openCheckpointFile(choice.file)
  const close = () => file.close()
  const words = file.words ?? null
  const loaded = loadByName(file.tensors, modules, starting, { isNetwork: file.format === 'onnx', pairs })
  if (isWhole || isNothing(loaded.report)) return { ...checkpointWeights(file.tensors, modules), report: null, words, close }
  return { ...loaded, issues: loadIssues(loaded.report), words, close }
}
