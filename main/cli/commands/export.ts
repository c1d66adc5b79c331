import { version } from '../../../package.json'
import { builtin } from '../../../kernels'
import { exportModelFile } from '../../services/export/export-onnx'
import { textFormats } from '../../services/export/export-text'
import { originOf } from '../../services/export/origin'
import { withHostErrors } from '../../services/export/host-errors'
import { writeStreamed } from '../../services/files/write-streamed'
import { type AnalyzedFile, analyzeFile } from '../../services/models/analyze-file'
import { type Command, type ExitCode, type Output, UsageError, single, textOption } from '../command'
import { modelOptionSpecs, readModelOptions } from '../model-options'
import { modelOnnxOptionSpecs, readOnnxOptions, requireNoOnnxOptions, writtenFiles } from '../onnx-options'
import { tellIssues } from '../print-issues'

const formats = ['onnx', ...Object.keys(textFormats)]

export const exportCommand: Command = {
  name: 'export',
  takes: `MODEL --format ${formats.join('|')}`,
  summary: 'A model as ONNX, clean YAML, standalone PyTorch or a table. Text goes to standard output unless -o names a file.',
  options: {
    format: { type: 'string', value: formats.join('|'), about: 'what to write' },
    output: { type: 'string', short: 'o', value: 'OUT', about: 'the file to write; default for onnx: the model’s name here' },
    ...modelOnnxOptionSpecs,
    ...modelOptionSpecs,
  },
  examples: [
    'export yolov8n.yaml --format onnx --dynamic',
    'export yolo11m.yaml --format onnx --half --nms',
    'export model.yaml --format python -o model.py',
  ],
  async run(positional, options, output) {
    const reference = single(positional, 'MODEL')
    const format = textOption(options, 'format')
    if (format === undefined || !formats.includes(format))
      throw new UsageError(`--format takes ${formats.join(', ')}, got ${format ?? 'nothing'}`)
    if (format !== 'onnx') requireNoOnnxOptions(options, 'it belongs to --format onnx')
    const [settings, onnx, path] = [readModelOptions(options), readOnnxOptions(options), textOption(options, 'output')]
    const file = await analyzeFile(reference, builtin, settings)
    const status = tellIssues(reference, file.report.issues, output)
    if (format !== 'onnx') return (await writeText(format, file, path, status === 0, output)) ? status : 1
    return status === 0 ? writeOnnxFile(reference, file, onnx, path, output) : status
  },
}

async function writeOnnxFile(
  reference: string,
  { model, report }: AnalyzedFile,
  onnx: ReturnType<typeof readOnnxOptions>,
  asked: string | undefined,
  output: Output,
): Promise<ExitCode> {
  const path = asked ?? `${report.name}.onnx`
  const options = { ...onnx.export, imgsz: report.imgsz, origin: originOf(version) }
  const target = { path, weights: onnx.weights }
  const result = await withHostErrors(path, () => exportModelFile(report.name, model, options, target), onnx.file)
  tellIssues(reference, result.issues, output)
  if (!result.ok) return 1
  output.out(writtenFiles(result.files))
  return 0
}

/** Whether the form could be written: some need a model without errors. */
async function writeText(format: string, file: AnalyzedFile, path: string | undefined, isSound: boolean, output: Output): Promise<boolean> {
  const form = textFormats[format]!
  if (form.needsModel && !isSound) return false
  const text = form.print(file)
  if (path === undefined) output.out(text.replace(/\r?\n$/, ''))
  else {
    const bytes = new TextEncoder().encode(text)
    await withHostErrors(path, () => writeStreamed([{ path, bytes: [bytes] }]))
    output.out(writtenFiles([{ path, bytes: bytes.byteLength }]))
  }
  return true
}
