/** A checkpoint as text to take along: what it says of itself, and its tensors. */
import { valuesOf, shapeOf } from './tensor-rows'
import type { ListedTensor } from './read-table'

export interface Copied {
  readonly name: string
  /** By the names that are shown. */
  readonly facts: readonly (readonly [string, string])[]
  readonly heads: readonly string[]
  readonly tensors: readonly ListedTensor[]
}

const cells = (tensor: ListedTensor) => [tensor.name, tensor.dtype, shapeOf(tensor), String(valuesOf(tensor)), String(tensor.bytes)]

/** Columns side by side, for a terminal or a mail. */
export function checkpointText({ name, facts, heads, tensors }: Copied): string {
  const rows = [heads, ...tensors.map(cells)]
  const widths = heads.map((_, k) => rows.reduce((most, row) => Math.max(most, row[k]!.length), 0))
  const line = (row: readonly string[]) =>
    row
      .map((cell, k) => (k < 3 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!)))
      .join('  ')
      .trimEnd()
  return `${[name, ...facts.map(([key, value]) => `${key}: ${value}`), '', ...rows.map(line)].join('\n')}\n`
}

export function checkpointMarkdown({ name, facts, heads, tensors }: Copied): string {
  const row = (each: readonly string[]) => `| ${each.map(escaped).join(' | ')} |`
  const rule = `| ${heads.map((_, k) => (k < 3 ? '---' : '---:')).join(' | ')} |`
  const listed = facts.map(([key, value]) => `- **${key}**: ${escaped(value)}`)
  return `${[`## ${escaped(name)}`, '', ...listed, '', row(heads), rule, ...tensors.map((tensor) => row(cells(tensor)))].join('\n')}\n`
}

const escaped = (text: string) => text.replaceAll('\n', ' ').replace(/[\\|<*_`]/g, '\\$&')
