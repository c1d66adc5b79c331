import { type AnalyzeOptions, type BuiltModel, type Report, analyze, buildModel, createMemo } from '../../../graph-core/analysis'
import type { Document } from '../../../graph-core/document/types'
import { parse } from '../../../graph-core/yaml/parse'
import { builtin } from '../../../kernels'
import { openModel } from './open-model'

/** A model file opened, built and analysed. */
export interface AnalyzedFile {
  readonly document: Document
  readonly model: BuiltModel
  readonly report: Report
}

/** Opens a model file and analyses it with the built-in library. Throws HostError `file.*`. */
export async function analyzeFile(reference: string, options: AnalyzeOptions): Promise<AnalyzedFile> {
  const { text, path } = await openModel(reference)
  const { document } = parse(text, { path })
  const memo = createMemo()
  return { document, report: analyze(document, builtin, options, memo), model: buildModel(document, builtin, options, memo) }
}
