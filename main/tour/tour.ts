/**
 * The main job on real input: a model file goes in; out come its exact table, the same file with one block grafted and
 * nothing else changed, and an ONNX file that onnxruntime runs on a photograph.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { analyze } from '../../graph-core/analysis'
import { apply, insertOnEdge } from '../../graph-core/document'
import type { Document } from '../../graph-core/document/types'
import { fusedLine, summaryLine, textTable } from '../../graph-core/exporters/table'
import type { Library } from '../../graph-core/symbolic'
import { exportModelFile } from '../services/export/export-onnx'
import { withHostErrors } from '../services/export/host-errors'
import { assetsFolder } from '../services/models/assets'
import { analyzeFile } from '../services/models/analyze-file'
import { letterbox } from './letterbox'

/** What the tour is told, and where it writes. */
export interface TourOptions {
  readonly model: string
  readonly folder: string
  /** The attention block that is grafted behind the backbone. */
  readonly graft: string
  readonly library: Library
  readonly print: (text: string) => void
}

const imgsz = [640, 640] as const

/** Runs the tour; false where the model has errors, which are printed. Throws HostError `file.*`. */
export async function runTour({ model: reference, folder, graft, library, print }: TourOptions): Promise<boolean> {
  const { document, model, report } = await analyzeFile(reference, library, { imgsz })
  print(`${reference} under ${report.target}\n\n${textTable(report)}\n`)
  const errors = report.issues.filter((i) => i.severity === 'error')
  for (const { message, cure } of errors) print(`error: ${message} ${cure}`)
  if (errors.length > 0) return false
  print([summaryLine(report), fusedLine(report)].join('\n'))

  await withHostErrors(folder, () => mkdir(folder, { recursive: true }))
  const grafted = graftOnce(document, graft, library)
  if (grafted !== null) {
    const file = join(folder, `grafted-${basename(document.path ?? reference)}`)
    await withHostErrors(file, () => writeFile(file, grafted.text))
    print(`\n${grafted.label}, written to ${file}:\n${changedLines(document.text, grafted.text)}`)
  }
  const onnx = join(folder, `${report.name}.onnx`)
  const written = await withHostErrors(onnx, () => exportModelFile(report.name, model, { imgsz }, { path: onnx, weights: { seed: 0 } }))
  if (!written.ok) {
    for (const { message, cure } of written.issues) print(`error: ${message} ${cure}`)
    return false
  }
  print(
    `\n${onnx}: ${(written.files.reduce((sum, f) => sum + f.bytes, 0) / 1e6).toFixed(1)} MB, weights as a fresh PyTorch model has them (seed 0)`,
  )
  print(await runOnPhotograph(onnx, join(assetsFolder(), 'samples', 'cat.jpg')))
  return true
}

/** The block behind the backbone's last row: whatever read that row reads the block instead. */
function graftOnce(document: Document, block: string, library: Library): { text: string; label: string } | null {
  const source = document.rows.findLastIndex((row) => row.section === 'backbone')
  const edit = insertOnEdge(document, { from: source, to: 'all' }, { module: block, args: [] })
  if (!edit.ok) return null
  const after = apply(document, edit.diff)
  const { totals } = analyze(after, library, { imgsz })
  return { text: after.text, label: `${block} grafted behind row ${source} (${totals.params.toLocaleString('en-US')} parameters)` }
}

/** The lines of two texts that differ, as a diff shows them. */
function changedLines(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const inserted = now.findIndex((line, i) => line !== old[i])
  const shift = now.length - old.length
  const lines = old.flatMap((line, i) => {
    const other = now[i < inserted ? i : i + shift]
    return other === line ? [] : [`  - ${line.trim()}`, `  + ${other?.trim() ?? ''}`]
  })
  const added = now.slice(inserted, inserted + shift).map((line) => `  + ${line.trim()}`)
  return [...added, ...lines].join('\n')
}

async function runOnPhotograph(onnx: string, photograph: string): Promise<string> {
  const session = await InferenceSession.create(onnx, { logSeverityLevel: 3 })
  const images = new Tensor('float32', await letterbox(photograph, imgsz), [1, 3, ...imgsz])
  const start = performance.now()
  const results = await session.run({ images })
  const took = performance.now() - start
  const output = results[session.outputNames[0]!]!
  await session.release()
  const values = output.data as Float32Array
  const [, rows, places] = output.dims as [number, number, number]
  let best = { score: -Infinity, place: 0, row: 0 }
  for (let row = 4; row < rows; row++) {
    for (let place = 0; place < places; place++) {
      const score = values[row * places + place]!
      if (score > best.score) best = { score, place, row: row - 4 }
    }
  }
  const shape = output.dims.join('×')
  return `${basename(photograph)} through onnxruntime on the CPU: ${session.outputNames[0]} ${shape} in ${took.toFixed(0)} ms; highest score ${best.score.toFixed(5)} (class ${best.row}): an untrained model finds nothing yet`
}
