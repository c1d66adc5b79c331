/** Issues for people, for scripts and for code hosts. */
import type { Issue } from '../../graph-core/issues/issue'
import { issueKinds } from '../../graph-core/issues/codes'
import { shown } from '../../graph-core/exporters/visible'
import { type ExitCode, type Output } from './command'

export interface FileIssues {
  readonly path: string
  readonly issues: readonly Issue[]
}

/** What scripts are promised of an issue. */
export const issueForScripts = ({ code, severity, message, cure, where }: Issue) => ({ code, severity, message, cure, where })

/** `model.yaml:12:5: error: message [code]` and the cure under it. */
export function issuesAsText(files: readonly FileIssues[]): string {
  const lines = files.flatMap(({ path, issues }) =>
    issues.flatMap(({ severity, code, message, cure, where }) => {
      const [line, column] = where.range ?? []
      const place = line === undefined ? path : `${path}:${line}:${column}`
      return [`${shown(place)}: ${severity}: ${shown(message)} [${code}]`, `    ${shown(cure)}`]
    }),
  )
  return lines.join('\n')
}

/** Prints issues beside the output; the exit status they mean. */
export function tellIssues(path: string, issues: readonly Issue[], output: Output): ExitCode {
  if (issues.length > 0) output.err(issuesAsText([{ path, issues }]))
  return issues.some((i) => i.severity === 'error') ? 1 : 0
}

const levels = { error: 'error', warning: 'warning', info: 'note' } as const

/** SARIF 2.1.0. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function issuesAsSarif(files: readonly FileIssues[], version: string): string {
  const used = [...new Set(files.flatMap((f) => f.issues.map((i) => i.code)))]
  const rules = used.map((id) => ({
    id,
    shortDescription: { text: issueKinds[id].title },
    help: { text: issueKinds[id].cure },
    defaultConfiguration: { level: levels[issueKinds[id].severity] },
  }))
  const results = files.flatMap(({ path, issues }) =>
    issues.map(({ code, severity, message, cure, where: { range } }) => ({
      ruleId: code,
      ruleIndex: used.indexOf(code),
      level: levels[severity],
      message: { text: `${message} ${cure}` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: uriOf(path) },
            ...(range === undefined
              ? {}
              : { region: { startLine: range[0], startColumn: range[1], endLine: range[2], endColumn: range[3] } }),
          },
        },
      ],
    })),
  )
  const driver = { name: 'graft', version, rules }
  return JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
    },
    null,
    2,
  )
}

/** A path as a URI reference: absolute ones with their scheme, every character a URI cannot hold escaped. */
function uriOf(path: string): string {
  const parts = path.replaceAll('\\\\', '/').split('/').map(encodeURIComponent)
  const joined = parts.join('/')
  if (path.startsWith('/')) return `file://${joined}`
  return /^[A-Za-z]%3A\//.test(joined) ? `file:///${joined.replace('%3A', ':')}` : joined
}

const escapeData = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const escapeProperty = (text: string) => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** Workflow commands that GitHub Actions shows beside the lines. */
export function issuesAsGithub(files: readonly FileIssues[]): string {
  const kinds = { error: 'error', warning: 'warning', info: 'notice' } as const
  return files
    .flatMap(({ path, issues }) =>
      issues.map(({ code, severity, message, cure, where: { range } }) => {
        const place = range === undefined ? '' : `,line=${range[0]},col=${range[1]},endLine=${range[2]},endColumn=${range[3]}`
        return `::${kinds[severity]} file=${escapeProperty(path)}${place},title=${escapeProperty(code)}::${escapeData(`${message} ${cure}`)}`
      }),
    )
    .join('\n')
}
