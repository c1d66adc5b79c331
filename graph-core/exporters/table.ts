/** A model's layer table as plain text, Markdown and CSV. */
import type { Report, RowReport } from '../analysis'
import { encodeShape } from '../analysis'
import { type ArgValue, printArg } from '../symbolic'
import { shown } from './visible'

const count = (n: number) => n.toLocaleString('en-US')

/** `YOLOv8n summary: 130 layers, 3,157,200 parameters, 3,157,184 gradients, 8.9 GFLOPs`, as the target prints it. */
export function summaryLine({ name, totals }: Report): string {
  const title = name.replace(/^yolov(?=\d)/, 'YOLOv').replace(/^yolo(?=\d)/, 'YOLO')
  const gflops = totals.gflops === null ? '' : `, ${totals.gflops.toFixed(1)} GFLOPs`
  return `${title} summary: ${count(totals.layers)} layers, ${count(totals.params)} parameters, ${count(totals.gradients)} gradients${gflops}`
}

/** The same after `model.fuse()`; undefined where the model cannot be built. */
export function fusedLine({ name, fused }: Report): string | undefined {
  return fused === null ? undefined : summaryLine({ name, totals: { ...fused, macs: 0 } } as Report).replace(' summary', ' summary (fused)')
}

/** As Python prints it; a row that is none may hold anything there. */
const from = (row: RowReport) => printArg(row.from as ArgValue)
const args = (row: RowReport) => printArg(row.args)
const isBuilt = (row: RowReport) => row.modules.size > 0
const unknown = '–'

/** `64×80×80`, several as a list; `–` where nothing is known. */
function output({ out, status }: RowReport): string {
  if (out === null) return status === 'ok' ? 'None' : unknown
  const text = (shape: unknown): string => {
    if (shape === null) return 'None'
    if (Array.isArray(shape) && shape.every((d) => typeof d === 'number')) return shape.slice(1).join('×')
    return `[${Object.values(shape as object)
      .map(text)
      .join(', ')}]`
  }
  const encoded = encodeShape(out)
  const first = Array.isArray(encoded) && Array.isArray(encoded[0]) ? encoded[0] : encoded
  return text(first)
}

const headings = ['#', 'from', 'n', 'params', 'module', 'arguments', 'output'] as const
const cells = (row: RowReport) => [
  String(row.i),
  from(row),
  String(row.n),
  isBuilt(row) ? count(row.params) : unknown,
  row.type,
  args(row),
  output(row),
]

/** Wide enough for what people write; a cell may hold as much text as the file. */
const widestCell = 80

/** Aligned columns for a terminal. */
export function textTable(report: Report): string {
  const lines = [[...headings], ...report.rows.map((row) => cells(row).map((cell) => shown(cell, widestCell)))]
  const widths = headings.map((_, c) => Math.max(...lines.map((line) => line[c]!.length)))
  const isNumber = [true, true, true, true, false, false, false]
  return lines
    .map((line) =>
      line
        .map((cell, c) => (isNumber[c] ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** A Markdown table with the totals under it. */
export function markdownTable(report: Report): string {
  // What Markdown would read as its own, or as HTML, is escaped.
  const cell = (text: string) => shown(text).replace(/[\\|`*_~<>&]|\](?=\()/g, (c) => (c === '<' ? '&lt;' : c === '&' ? '&amp;' : `\\${c}`))
  const line = (values: readonly string[]) => `| ${values.map(cell).join(' | ')} |`
  const rule = '| ---: | ---: | ---: | ---: | --- | --- | --- |'
  const totals = report.fused === null ? [] : [summaryLine(report), fusedLine(report)!]
  return (
    [line(headings), rule, ...report.rows.map((r) => line(cells(r))), '', ...totals.flatMap((l) => [cell(l), ''])].join('\n').trimEnd() +
    '\n'
  )
}

/**
 * Comma-separated values (RFC 4180), numbers without grouping, unknown ones empty. A text that a spreadsheet would run as a formula has an
 * apostrophe before it. Sizes are joined by a plain x, since spreadsheets guess the encoding.
 */
export function csvTable(report: Report): string {
  const cell = (v: string | number | null) => {
    const text = v === null ? '' : String(v)
    const safe = typeof v === 'string' && /^[=+\-@\t\r\n]/.test(text) && !/^-?\d+$/.test(text) ? `'${text}` : text
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  const lines = report.rows.map((r) => [
    r.i,
    from(r),
    r.n,
    isBuilt(r) ? r.params : null,
    r.gflops,
    r.out === null ? null : r.macs,
    r.module,
    r.type,
    args(r),
    output(r).replace(unknown, '').replaceAll('×', 'x'),
  ])
  const head = ['i', 'from', 'n', 'params', 'gflops', 'macs', 'module', 'type', 'args', 'out']
  return [head, ...lines].map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n'
}
