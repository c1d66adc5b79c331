import { type AnalyzeOptions, type Report, analyze } from '../../../graph-core/analysis'
import type { Document } from '../../../graph-core/document/types'
import { parse } from '../../../graph-core/yaml/parse'
import { builtin } from '../../../kernels'
import { openModel } from './open-model'

/** A model file opened and analysed with the built-in library. Throws HostError `file.*`. */
export async function analyzeFile(reference: string, options: AnalyzeOptions): Promise<{ document: Document; report: Report }> {
  const { text, path } = await openModel(reference)
  const { document } = parse(text, { path })
  return { document, report: analyze(document, builtin, options) }
}
