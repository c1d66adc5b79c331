import { visible } from '../../../graph-core/exporters/visible'
import { version } from '../../../package.json'
import { HostError } from '../../contract/host-error'
import { builtin } from '../../../kernels'
import { analyzeFile } from '../../services/models/analyze-file'
import { type Command, type ExitCode, UsageError, textOption } from '../command'
import { modelOptionSpecs, readModelOptions } from '../model-options'
import { type FileIssues, issueForScripts, issuesAsGithub, issuesAsSarif, issuesAsText } from '../print-issues'

const formats: { readonly [format: string]: (files: readonly FileIssues[]) => string } = {
  text: (files) => [issuesAsText(files), countLine(files)].filter((part) => part !== '').join('\n'),
  json: (files) => JSON.stringify({ files: files.map(({ path, issues }) => ({ path, issues: issues.map(issueForScripts) })) }, null, 2),
  sarif: (files) => issuesAsSarif(files, version),
  github: issuesAsGithub,
}

function countLine(files: readonly FileIssues[]): string {
  const count = (severity: string) => files.flatMap((f) => f.issues).filter((i) => i.severity === severity).length
  const named = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`
  const found = (['error', 'warning', 'info'] as const).map((s) => [count(s), s === 'info' ? 'note' : s] as const).filter(([n]) => n > 0)
  return `${named(files.length, 'file')}: ${found.length === 0 ? 'no issues' : found.map(([n, noun]) => named(n, noun)).join(', ')}`
}

export const check: Command = {
  name: 'check',
  takes: 'MODEL...',
  summary: 'What is wrong with models, with place and cure.',
  options: {
    format: { type: 'string', value: Object.keys(formats).join('|'), about: 'default text; github annotates the lines of a pull request' },
    json: { type: 'boolean', about: 'the same as --format json' },
    strict: { type: 'boolean', about: 'warnings fail, too' },
    ...modelOptionSpecs,
  },
  examples: ['check model.yaml', 'check models/*.yaml --strict --format github'],
  async run(positional, options, output): Promise<ExitCode> {
    if (positional.length === 0) throw new UsageError('MODEL is missing')
    const format = options['json'] === true ? 'json' : (textOption(options, 'format') ?? 'text')
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
    // A script that reads JSON gets JSON, even where no file could be opened.
    if (text !== '' && (files.length > 0 || format === 'json' || format === 'sarif')) output.out(text)
    for (const { message, cure } of failures) output.err(visible(`graft check: ${message} ${cure}`))
    if (failures.length > 0) return 3
    const found = files.flatMap((f) => f.issues)
    const fails = (severity: string) => severity === 'error' || (options['strict'] === true && severity === 'warning')
    return found.some((i) => fails(i.severity)) ? 1 : 0
  },
}
