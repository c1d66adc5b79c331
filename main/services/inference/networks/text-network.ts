/** A network from a YAML text: built, given weights, written as ONNX for the canvas at hand. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { collectBytes } from '../../../../graph-core/byte-stream'
import { headerValue } from '../../../../graph-core/document/header'
import { type Issue, issue } from '../../../../graph-core/issues/issue'
import type { BuiltModel } from '../../../../graph-core/analysis'
import type { ExportResult } from '../../../../graph-core/onnx/export-trace'
import { foldedPairs } from '../../../../graph-core/onnx/folded-pairs'
import { exportModel, namedModules } from '../../../../graph-core/onnx/model-export'
import type { ModelProto } from '../../../../graph-core/onnx/model'
import { classNames } from '../../../../graph-core/onnx/model-metadata'
import { withLetterbox } from '../../../../graph-core/onnx/programs/letterbox-program'
import { type Size, roundUp } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import { predictionsOf, taskOf } from '../../../../graph-core/onnx/programs/predictions'
import { exportRow, exportUpTo } from '../../../../graph-core/onnx/row-export'
import type { WeightSource } from '../../../../graph-core/onnx/weight-source'
import { encodeModel } from '../../../../graph-core/onnx/protobuf/encode'
import { planExternalData } from '../../../../graph-core/onnx/protobuf/external-data'
import type { Library } from '../../../../graph-core/symbolic'
import { withHostErrors } from '../../export/host-errors'
import { type WeightChoice, openWeights } from '../../export/weights'
import { writeOnnx } from '../../export/write-onnx'
import { analyzeText } from '../../models/analyze-file'
import type { TextModel } from '../process/messages'
import { withWords } from './words'
import { identityOf } from './model-identity'
import type { LoadableModel, Loaded, Planned } from './network'

const isError = ({ severity }: Issue) => severity === 'error'

/** Reads and builds a model. */
export function planText(source: TextModel, library: Library): Planned {
  const { name, text, target, scale, nc, imgsz, weights } = source
  const { document, model, report } = analyzeText(text, name, library, { target, scale, nc, imgsz })
  const form = predictionsOf(model)
  const issues = [...report.issues]
  if (!issues.some(isError) && form === null) issues.push(issue('preview.no-head', 'The last row is no head whose findings can be shown.'))
  if (model.header.ch !== 3) issues.push(issue('preview.channels', `The model reads ${model.header.ch} channels; photographs have 3.`))
  if (form === null || issues.some(isError)) return { network: null, issues }
  const multipleOf = Math.max(32, ...model.strides)
  const write = writer(weights, model)
  return {
    network: {
      identity: identityOf(document, [name, target, scale, nc, imgsz]),
      meaning: { form, names: classNames(headerValue(document, 'names'), form.classes) },
      largest: roundUp(report.imgsz, multipleOf),
      multipleOf,
      input: 'pixels',
      outputs: ['output0', ...(taskOf(form) === 'segment' ? ['output1'] : [])],
      issues,
      load: async (imgsz) => (await write(imgsz, (given) => exportModel(report.name, model, given, { imgsz }))).loaded,
      parts: {
        rows: model.rows.length,
        async row(imgsz, row) {
          const { loaded, result } = await write(imgsz, (given) => exportRow(report.name, model, given, { imgsz, row }))
          return result?.ok === true ? { ...loaded, taps: result.taps, leftOut: result.leftOut } : { ...loaded, taps: [], leftOut: 0 }
        },
        upTo: async (imgsz, row) => (await write(imgsz, (given) => exportUpTo(report.name, model, given, { imgsz, row }))).loaded,
      },
    },
  }
}

interface Written<T> {
  readonly loaded: Loaded
  /** Null where the weights have errors. */
  readonly result: T | null
}

/** Writes networks with the chosen weights, behind their letterbox. */
function writer(weights: WeightChoice, model: BuiltModel) {
  return <T extends ExportResult>(canvas: Size, toOnnx: (source: WeightSource) => T): Promise<Written<T>> =>
    withHostErrors(
      tmpdir(),
      async () => {
        const pairs = () => foldedPairs(model, canvas)
        const opened = await openWeights(weights, namedModules(model), model.strides, false, pairs)
        try {
          if (opened.issues.some(isError)) return { loaded: { model: null, issues: opened.issues }, result: null }
          const result = toOnnx(opened.source)
          const written: ExportResult = result
          if (!written.ok) return { loaded: { model: null, issues: written.issues }, result }
          const { network, issues } = await withWords(written.model, model, opened, weights)
          const all = [...opened.issues, ...issues]
          return { loaded: { model: network === null ? null : await keep(withLetterbox(network)), issues: all }, result }
        } finally {
          await opened.close()
        }
      },
      'file' in weights ? weights.file : undefined,
    )
}

/** The bytes of a model; past the 2 GB that onnxruntime takes as bytes, files that are gone when it is closed. */
async function keep(model: ModelProto): Promise<LoadableModel> {
  if (planExternalData(model, { location: 'weights' }).data === null) {
    return { file: await collectBytes(encodeModel(model)), close: () => Promise.resolve() }
  }
  const folder = await mkdtemp(join(tmpdir(), 'graft-network-'))
  const close = () => rm(folder, { recursive: true, force: true })
  try {
    await writeOnnx(model, join(folder, 'network.onnx'))
    return { file: join(folder, 'network.onnx'), close }
  } catch (error) {
    await close()
    throw error
  }
}
