import type { Issue } from '../../../graph-core/issues/issue'
import { builtin } from '../../../kernels'
import { exportModelFile } from '../../services/export/export-onnx'
import { textFormats } from '../../services/export/export-text'
import { withHostErrors } from '../../services/export/host-errors'
import { writeStreamed } from '../../services/files/write-streamed'
import { type AnalyzedFile, analyzeFile } from '../../services/models/analyze-file'
import { type Command, type ExitCode, type OptionValues, type Output, UsageError, single } from '../command'
import { modelOptionSpecs, readModelOptions, wholeNumber } from '../model-options'
import { issuesAsText } from '../print-issues'

const formats = ['onnx', ...Object.keys(textFormats)]

export const exportCommand: Command = {
  name: 'export',
  usage:
    'export MODEL --format onnx|yaml|python|md|csv [-o OUT] [--weights F.safetensors] [--opset 17] [--dynamic] [--no-fuse] [--seed N] [--target T] [--scale s] [--imgsz 640|480,640] [--nc N]',
  summary: 'A model as ONNX, clean YAML, standalone PyTorch or a table. Text goes to standard output unless -o names a file.',
  options: {
    ...modelOptionSpecs,
    format: { type: 'string' },
    output: { type: 'string', short: 'o' },
    weights: { type: 'string' },
    opset: { type: 'string' },
    dynamic: { type: 'boolean' },
    'no-fuse': { type: 'boolean' },
    seed: { type: 'string' },
  },
  async run(positional, options, output) {
    const reference = single(positional, 'MODEL')
    const format = options['format'] as string | undefined
    if (format === undefined || !formats.includes(format))
      throw new UsageError(`--format takes ${formats.join(', ')}, got ${format ?? 'nothing'}`)
    const settings = readModelOptions(options)
    const onnx = readOnnxOptions(options)
    const file = await analyzeFile(reference, builtin, settings)
    const errors = file.report.issues.filter((i) => i.severity === 'error')
    if (errors.length > 0 && (format === 'onnx' || textFormats[format]!.needsModel)) return refuse(reference, errors, output)
    return format === 'onnx' ? writeOnnxFile(reference, file, onnx, output) : writeText(format, file, options, output)
  },
}

/** Options of an ONNX export, shared by models and blocks. */
export function readOnnxOptions(options: OptionValues) {
  const text = (name: string) => options[name] as string | undefined
  const [opset, seed, weights] = [text('opset'), text('seed'), text('weights')]
  if (weights !== undefined && seed !== undefined) throw new UsageError('--seed is for starting values; it cannot be given with --weights')
  return {
    path: text('output'),
    weights: weights === undefined ? { seed: seed === undefined ? 0 : wholeNumber('seed', seed, [0, 2 ** 32 - 1]) } : { file: weights },
    export: {
      dynamic: options['dynamic'] === true,
      fold: options['no-fuse'] !== true,
      ...(opset === undefined ? {} : { opset: wholeNumber('opset', opset, [1, 99]) }),
    },
  }
}

/** Prints issues and the exit status they mean. */
export function refuse(path: string, issues: readonly Issue[], output: Output): ExitCode {
  output.err(issuesAsText([{ path, issues }]))
  return 1
}

async function writeOnnxFile(
  reference: string,
  { model, report }: AnalyzedFile,
  onnx: ReturnType<typeof readOnnxOptions>,
  output: Output,
): Promise<ExitCode> {
  const path = onnx.path ?? `${report.name}.onnx`
  const options = { ...onnx.export, imgsz: report.imgsz }
  const result = await withHostErrors(path, () => exportModelFile(report.name, model, options, { path, weights: onnx.weights }))
  if (!result.ok) return refuse(reference, result.issues, output)
  if (result.issues.length > 0) output.err(issuesAsText([{ path: reference, issues: result.issues }]))
  for (const file of result.files) output.out(`${file.path}  ${(file.bytes / 1e6).toFixed(1)} MB`)
  return 0
}

async function writeText(format: string, file: AnalyzedFile, options: OptionValues, output: Output): Promise<ExitCode> {
  const text = textFormats[format]!.print(file)
  const path = options['output'] as string | undefined
  if (path === undefined) output.out(text.replace(/\r?\n$/, ''))
  else {
    await withHostErrors(path, () => writeStreamed([{ path, bytes: [new TextEncoder().encode(text)] }]))
    output.out(path)
  }
  return 0
}
