/** A comparison as Markdown: what an issue, a thesis or a message takes. */
import type { ComparedKey } from '../../graph-core/compare'
import type { ScaleTotals } from '../analyst/question'
import { count, difference } from '../app/format'
import { type SideBySide, cellNames } from './comparison'

export interface MarkdownLabels {
  readonly title: string
  readonly scale: string
  readonly layers: string
  readonly params: string
  readonly gflops: string
  readonly before: string
  readonly after: string
  readonly from: string
  readonly repeats: string
  readonly module: string
  readonly args: string
}

export const marks = { kept: ' ', changed: '~', moved: '↕', added: '+', removed: '−' } as const

/** The title, the totals at each scale, what is different in the header, and the rows that are different. */
export function comparisonMarkdown(
  labels: MarkdownLabels,
  scales: readonly ScaleTotals[],
  header: readonly ComparedKey[],
  rows: readonly SideBySide[],
): string {
  const totals = table(
    [labels.scale, labels.layers, labels.params, labels.gflops],
    scales.map(({ scale, before, after }) => [
      scale,
      step(before.layers, after.layers),
      step(before.params, after.params),
      before.gflops === null || after.gflops === null ? '–' : step(before.gflops, after.gflops, 1),
    ]),
  )
  const keys = header.map(
    ({ key, before, after }) => `- ${code(key)}: ${before === null ? '–' : code(before)} → ${after === null ? '–' : code(after)}`,
  )
  const changed = table(
    ['', labels.before, labels.after, labels.from, labels.repeats, labels.module, labels.args, labels.params],
    rows
      .filter(({ kind }) => kind !== 'kept')
      .map(({ kind, before, after, text, params }) => [
        marks[kind],
        before === null ? '' : String(before),
        after === null ? '' : String(after),
        ...cellNames.map((name) => {
          const { was, is, isChanged } = text[name]
          return isChanged && was !== null && is !== null ? `${code(was)} → ${code(is)}` : code((is ?? was)!)
        }),
        difference(params, 0),
      ]),
  )
  return `${[`### ${labels.title}`, totals, ...(keys.length > 0 ? [keys.join('\n')] : []), changed].join('\n\n')}\n`
}

/** `225 → 249 (+24)`. */
function step(before: number, after: number, digits = 0): string {
  const text = (n: number) => (digits === 0 ? count(n) : n.toFixed(digits))
  const more = difference(after, before, digits)
  return more === '' ? text(after) : `${text(before)} → ${text(after)} (${more})`
}

/** What is code to Markdown, even where a backtick or a bar stands in it. */
const code = (text: string) => {
  const fence = text.includes('`') ? '``' : '`'
  const pad = fence === '``' ? ' ' : ''
  return `${fence}${pad}${text.replaceAll('|', '\\|')}${pad}${fence}`
}

const table = (head: readonly string[], lines: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
