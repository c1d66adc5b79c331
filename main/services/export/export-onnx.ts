/** ONNX files of models and single blocks, with weights. */
import type { BuiltModel } from '../../../graph-core/analysis'
import type { Issue } from '../../../graph-core/issues/issue'
import { type BlockExport, type BlockOptions, exportBlock } from '../../../graph-core/onnx/block'
import type { ExportResult } from '../../../graph-core/onnx/export-trace'
import { type FoldedPair, foldedPairs } from '../../../graph-core/onnx/folded-pairs'
import { type ModelOptions, exportModel, namedModules } from '../../../graph-core/onnx/model-export'
import type { NamedModules, WeightSource } from '../../../graph-core/onnx/weight-source'
import { type WeightChoice, openWeights } from './weights'
import { type WriteOnnxOptions, type WrittenFile, writeOnnx } from './write-onnx'

export interface OnnxFile extends WriteOnnxOptions {
  readonly path: string
  readonly weights: WeightChoice
}

/** What was written, or why nothing was. Warnings come with either. */
export type FileResult =
  | { readonly ok: true; readonly files: readonly WrittenFile[]; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] }

/** Exports a model that was built without errors. */
export async function exportModelFile(name: string, model: BuiltModel, options: ModelOptions, file: OnnxFile): Promise<FileResult> {
  const pairs = () => foldedPairs(model, options.imgsz)
  return exportFile(file, namedModules(model), model.strides, false, pairs, (weights) => exportModel(name, model, weights, options))
}

/** Exports one block alone. */
export async function exportBlockFile(block: Omit<BlockExport, 'weights'>, options: BlockOptions, file: OnnxFile): Promise<FileResult> {
  return exportFile(
    file,
    [['', block.module]],
    block.strides ?? [],
    true,
    () => [],
    (weights) => exportBlock({ ...block, weights }, options),
  )
}

async function exportFile(
  { path, weights: choice, ...writing }: OnnxFile,
  modules: NamedModules,
  strides: readonly number[],
  isWhole: boolean,
  pairs: () => readonly FoldedPair[],
  make: (weights: WeightSource) => ExportResult,
): Promise<FileResult> {
  const weights = await openWeights(choice, modules, strides, isWhole, pairs)
  try {
    if (weights.issues.some((i) => i.severity === 'error')) return { ok: false, issues: weights.issues }
    const result = make(weights.source)
    if (!result.ok) return { ok: false, issues: [...weights.issues, ...result.issues] }
    return { ok: true, files: await writeOnnx(result.model, path, writing), issues: weights.issues }
  } finally {
    await weights.close()
  }
}
