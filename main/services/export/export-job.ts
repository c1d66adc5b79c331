/** One export from a window: a model in, files out, where the user wants them. */
import type { Issue } from '../../../graph-core/issues/issue'
import type { Library } from '../../../graph-core/symbolic'
import type { ExportFormat, ModelSource, OnnxChoices } from '../../contract/host'
import type { CallContext } from '../../contract/server'
import { writeStreamed } from '../files/write-streamed'
import { type AnalyzedFile, analyzeText } from '../models/analyze-file'
import { exportModelFile } from './export-onnx'
import { textFormats } from './export-text'
import { withHostErrors } from './host-errors'
import { originOf } from './origin'
import type { WeightChoice } from './weights'
import type { WrittenFile } from './write-onnx'

export interface ExportJob {
  readonly model: ModelSource
  readonly format: ExportFormat
  /** Choices for ONNX; its weights as a file of this machine. */
  readonly onnx: Omit<OnnxChoices, 'weights'> & { readonly weights: WeightChoice }
  readonly path: string
  /** Of the program that writes it. */
  readonly version: string
}

/** What was written; nothing where an issue is an error. */
export interface ExportOutcome {
  readonly files: readonly WrittenFile[]
  readonly issues: readonly Issue[]
}

const isError = ({ severity }: Issue) => severity === 'error'

/** Does the export. Throws HostError `file.*`, `folder.*` or `weights.*`; an aborted one leaves no file. */
export async function runExport(
  job: ExportJob,
  library: Library,
  { signal, progress }: Pick<CallContext, 'signal' | 'progress'>,
): Promise<ExportOutcome> {
  const { name, text, target, scale, imgsz } = job.model
  const file = analyzeText(text, name, library, { target, scale, imgsz })
  const { issues } = file.report
  if (job.format !== 'onnx') return writeText(job, file, signal)
  if (issues.some(isError)) return { files: [], issues }
  const { weights, ...options } = job.onnx
  const onProgress = (done: number, total: number) => progress({ done, total })
  const result = await withHostErrors(
    job.path,
    () =>
      exportModelFile(
        file.report.name,
        file.model,
        { ...options, imgsz: file.report.imgsz, origin: originOf(job.version) },
        { path: job.path, weights, signal, onProgress },
      ),
    'file' in weights ? weights.file : undefined,
  )
  return { files: result.ok ? result.files : [], issues: [...issues, ...result.issues] }
}

async function writeText({ format, path }: ExportJob, file: AnalyzedFile, signal: AbortSignal): Promise<ExportOutcome> {
  const form = textFormats[format]!
  const { issues } = file.report
  if (form.needsModel && issues.some(isError)) return { files: [], issues }
  const bytes = new TextEncoder().encode(form.print(file))
  await withHostErrors(path, () => writeStreamed([{ path, bytes: [bytes] }], { signal }))
  return { files: [{ path, bytes: bytes.byteLength }], issues }
}
