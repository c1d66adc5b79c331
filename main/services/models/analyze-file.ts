import { type AnalyzeOptions, type BuiltModel, type Report, analyze, buildModel, createMemo } from '../../../graph-core/analysis'
import type { Library } from '../../../graph-core/symbolic'
import type { Document } from '../../../graph-core/document/types'
import { parse } from '../../../graph-core/yaml/parse'
import { openModel } from './open-model'

/** A model file opened, built and analysed. */
export interface AnalyzedFile {
  readonly document: Document
  readonly model: BuiltModel
  readonly report: Report
}

/** Opens a model file and analyses it with a library. Throws HostError `file.*`. */
export async function analyzeFile(reference: string, library: Library, options: AnalyzeOptions): Promise<AnalyzedFile> {
  const { text, path } = await openModel(reference, options.target)
  return analyzeText(text, path, library, options)
}

/** Builds and analyses a text under the name of its file. */
export function analyzeText(text: string, path: string, library: Library, options: AnalyzeOptions): AnalyzedFile {
  const { document } = parse(text, { path })
  const memo = createMemo()
  return { document, report: analyze(document, library, options, memo), model: buildModel(document, library, options, memo) }
}
