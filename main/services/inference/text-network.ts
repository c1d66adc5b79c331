/** A network from a YAML text: built, given weights, written as ONNX for the canvas at hand. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { collectBytes } from '../../../graph-core/byte-stream'
import { headerValue } from '../../../graph-core/document/header'
import { type Issue, issue } from '../../../graph-core/issues/issue'
import { exportModel, namedModules } from '../../../graph-core/onnx/model-export'
import type { ModelProto } from '../../../graph-core/onnx/model'
import { classNames } from '../../../graph-core/onnx/model-metadata'
import { withLetterbox } from '../../../graph-core/onnx/programs/letterbox-program'
import { roundUp } from '../../../graph-core/onnx/programs/letterbox-geometry'
import { predictionsOf, taskOf } from '../../../graph-core/onnx/programs/predictions'
import { encodeModel } from '../../../graph-core/onnx/protobuf/encode'
import { planExternalData } from '../../../graph-core/onnx/protobuf/external-data'
import type { Library } from '../../../graph-core/symbolic'
import { withHostErrors } from '../export/host-errors'
import { openWeights } from '../export/weights'
import { writeOnnx } from '../export/write-onnx'
import { analyzeText } from '../models/analyze-file'
import type { TextModel } from './messages'
import { identityOf } from './model-identity'
import type { LoadableModel, Planned } from './network'

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
  return {
    network: {
      identity: identityOf(document, [name, target, scale, nc, imgsz]),
      meaning: { form, names: classNames(headerValue(document, 'names'), form.classes) },
      largest: roundUp(report.imgsz, multipleOf),
      multipleOf,
      input: 'pixels',
      outputs: ['output0', ...(taskOf(form) === 'segment' ? ['output1'] : [])],
      issues,
      load: (canvas) =>
        withHostErrors(
          tmpdir(),
          async () => {
            const opened = await openWeights(weights, namedModules(model), model.strides, false)
            try {
              if (opened.issues.some(isError)) return { model: null, issues: opened.issues }
              const result = exportModel(report.name, model, opened.source, { imgsz: canvas })
              if (!result.ok) return { model: null, issues: result.issues }
              return { model: await keep(withLetterbox(result.model)), issues: opened.issues }
            } finally {
              await opened.close()
            }
          },
          'file' in weights ? weights.file : undefined,
        ),
    },
  }
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
