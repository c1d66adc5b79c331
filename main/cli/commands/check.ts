import { version } from '../../../package.json'
import { HostError } from '../../contract/host-error'
import { builtin } from '../../../kernels'
import { analyzeFile } from '../../services/models/analyze-file'
import { type Command, type ExitCode, UsageError } from '../command'
import { modelOptionSpecs, readModelOptions } from '../model-options'
import { type FileIssues, issuesAsGithub, issuesAsSarif, issuesAsText } from '../print-issues'

const formats: { readonly [format: string]: (files: readonly FileIssues[]) => string } = {
  text: (files) => [issuesAsText(files), countLine(files)].filter((part) => part !== '').join('\n'),
  json: (files) => JSON.stringify({ files }, null, 2),
  sarif: (files) => issuesAsSarif(files, version),
  github: issuesAsGithub,
}

function countLine(files: readonly FileIssues[]): string {
  const count = (severity: string) => files.flatMap((f) => f.issues).filter((i) => i.severity === severity).length
  return `${files.length} ${files.length === 1 ? 'file' : 'files'}: ${count('error')} errors, ${count('warning')} warnings, ${count('info')} notes`
}

export const check: Command = {
  name: 'check',
  usage: 'check MODEL... [--strict] [--format text|json|sarif|github] [--json] [--target T] [--scale s] [--imgsz 640|480,640] [--nc N]',
  summary: 'What is wrong with models, with place and cure.',
  options: { ...modelOptionSpecs, strict: { type: 'boolean' }, format: { type: 'string' }, json: { type: 'boolean' } },
  async run(positional, options, output): Promise<ExitCode> {
    if (positional.length === 0) throw new UsageError('MODEL is missing')
    const format = options['json'] === true ? 'json' : ((options['format'] as string | undefined) ?? 'text')
    const print = Object.hasOwn(formats, format) ? formats[format] : undefined
    if (print === undefined) throw new UsageError(`--format takes ${Object.keys(formats).join(', ')}, got ${format}`)
    const settings = readModelOptions(options)
    const files: FileIssues[] = []
    const failures: HostError[] = []
    for (const path of positional) {
      try {
        files.push({ path, issues: (await analyzeFile(path, builtin, settings)).report.issues })
      } catch (error) {
        if (!(error instanceof HostError)) throw error
        failures.push(error)
      }
    }
    const text = print(files)
    if (text !== '' && files.length > 0) output.out(text)
    for (const { message, cure } of failures) output.err(`graft check: ${message} ${cure}`)
    if (failures.length > 0) return 3
    const found = files.flatMap((f) => f.issues)
    const fails = (severity: string) => severity === 'error' || (options['strict'] === true && severity === 'warning')
    return found.some((i) => fails(i.severity)) ? 1 : 0
  },
}
