import { join } from 'node:path'
import type { RowReport } from '../../../graph-core/analysis'
import { shown } from '../../../graph-core/exporters/visible'
import type { Issue } from '../../../graph-core/issues/issue'
import { builtin } from '../../../kernels'
import type { Latency } from '../../contract/host'
import { createInference } from '../../services/inference/inference'
import type { LatencyJob } from '../../services/inference/process/messages'
import { analyzeText } from '../../services/models/analyze-file'
import { assetsFolder } from '../../services/models/assets'
import { type Command, single, textOption } from '../command'
import { modelOptionSpecs, wholeNumber } from '../model-options'
import { tellIssues } from '../print-issues'
import { readDevice, readModel, runnableSpecs } from '../runnable-model'

export const bench: Command = {
  name: 'bench',
  takes: 'MODEL|X.onnx',
  summary: 'How long a model takes on a device: every row, and every stage from the image file to what is found. Medians of several runs.',
  options: {
    ...runnableSpecs,
    runs: { type: 'string', value: 'N', about: 'runs that count, after two that do not; default 20, fewer where they take half a minute' },
    image: { type: 'string', value: 'F', about: 'the image; default: a photograph that comes with Graft' },
    json: { type: 'boolean', about: 'everything, for scripts' },
    ...modelOptionSpecs,
  },
  examples: ['bench yolov8n.yaml --runs 50', 'bench yolov8n.onnx --device webgpu --json'],
  async run(positional, options, output, tools) {
    const reference = single(positional, 'MODEL')
    const runs = wholeNumber('runs', textOption(options, 'runs') ?? '20', [1, 1000])
    const device = readDevice(options)
    const model = await readModel(reference, options)
    const image = textOption(options, 'image') ?? join(assetsFolder(), 'samples', 'cat.jpg')
    const inference = createInference({ starter: tools.inference })
    try {
      const { latency, issues } = await inference.latency({ model, image, device, runs, isRect: false })
      if (tellIssues(reference, issues as readonly Issue[], output) === 1 || latency === null) return 1
      const rows = measuredRows(latency, reportOf(model))
      output.out(options['json'] === true ? JSON.stringify(asJson(reference, latency, rows), null, 2) : asText(latency, rows))
      return 0
    } finally {
      inference.close()
    }
  },
}

/** What analysis says of the rows; nothing of a file's. */
function reportOf(model: LatencyJob['model']): readonly RowReport[] {
  if (model.kind === 'file') return []
  const { name, text, target, scale, nc, imgsz } = model
  return analyzeText(text, name, builtin, { target, scale, nc, imgsz }).report.rows
}

/** A row, or several that were measured together. */
interface MeasuredRow {
  readonly from: number
  readonly to: number
  /** Of the first; null where a file does not say. */
  readonly module: string | null
  readonly ms: number
  /** Of the network, 0 to 1. */
  readonly share: number
  readonly gflops: number | null
  readonly msPerGflop: number | null
}

function measuredRows({ rows, stages }: Latency, report: readonly RowReport[]): MeasuredRow[] {
  return rows.map(({ from, to, ms }) => {
    const own = report.slice(from, to + 1)
    const gflops = own.length === 0 ? null : own.reduce((sum, row) => sum + (row.gflops ?? (2 * row.macs) / 1e9), 0)
    const share = stages.network.median === 0 ? 0 : ms / stages.network.median
    return { from, to, module: own[0]?.module ?? null, ms, share, gflops, msPerGflop: gflops === null || gflops === 0 ? null : ms / gflops }
  })
}

/** As scripts read it; the fields are a promise. */
function asJson(model: string, { device, how, threads, runs, imgsz, other, stages, total }: Latency, rows: readonly MeasuredRow[]): object {
  return { model, device, how, threads, runs, imgsz, rows, other, stages, total }
}

function asText(latency: Latency, rows: readonly MeasuredRow[]): string {
  const { device, threads, runs, imgsz, other, stages, total, how } = latency
  const share = (ms: number) => `${((100 * ms) / (stages.network.median || 1)).toFixed(1)} %`
  const lines = [
    ['#', 'module', 'ms', 'share', 'ms/GFLOP'],
    ...rows.map((row) => [
      row.from === row.to ? String(row.from) : `${row.from}–${row.to}`,
      shown(row.module ?? '', widestName),
      row.ms.toFixed(3),
      share(row.ms),
      row.msPerGflop === null ? '–' : row.msPerGflop.toFixed(2),
    ]),
    ['', 'other', other.toFixed(3), share(other), ''],
    ['', 'network', stages.network.median.toFixed(3), share(stages.network.median), ''],
  ]
  const split = [
    ['', 'median ms', 'p95 ms'],
    ...Object.entries({ ...stages, total }).map(([name, { median, p95 }]) => [name, median.toFixed(2), p95.toFixed(2)]),
  ]
  const where = [
    `${device.name}${threads === null ? '' : `, ${threads} ${threads === 1 ? 'thread' : 'threads'}`}`,
    imgsz.join('×'),
    runs === 1 ? '1 run' : `medians of ${runs} runs`,
    ...(how === 'cuts' ? ['rows by cutting the network'] : []),
  ].join(' · ')
  return [...aligned(lines, 2), '', ...aligned(split, 1), '', where, ...(device.reason === null ? [] : [device.reason])].join('\n')
}

const widestName = 40

/** Columns; words to the left, and numbers, from one column on, to the right. */
function aligned(lines: readonly (readonly string[])[], numbers: number): string[] {
  const widths = lines[0]!.map((_, c) => Math.max(...lines.map((line) => line[c]!.length)))
  return lines.map((line) =>
    line
      .map((cell, c) => (c < numbers ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)))
      .join('  ')
      .trimEnd(),
  )
}
