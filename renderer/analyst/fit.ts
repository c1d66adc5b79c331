/** What of a checkpoint a model takes, before anything is run: names and shapes say it. */
import { analyze, buildModel } from '../../graph-core/analysis'
import { foldedPairs } from '../../graph-core/onnx/folded-pairs'
import { type LoadReport, matchByName } from '../../graph-core/onnx/load-by-name'
import { namedModules } from '../../graph-core/onnx/model-export'
import type { Library } from '../../graph-core/symbolic'
import { readDocument } from '../../graph-core/yaml/parse'
import type { FitQuestion } from './question'

export function fitOf(library: Library, { model, target, scale, imgsz, isNetwork, shapes }: FitQuestion): LoadReport {
  const document = readDocument(model.text, { path: model.name })
  const options = { target, imgsz, ...(scale === '' ? {} : { scale }) }
  const built = buildModel(document, library, options)
  // What is folded is read off the network as it is exported, which a model with errors cannot be.
  const pairs = () => {
    const isWhole = !analyze(document, library, options).issues.some(({ severity }) => severity === 'error')
    return isWhole ? foldedPairs(built, [imgsz[0], imgsz[1]]) : []
  }
  return matchByName(shapes, namedModules(built), { isNetwork, pairs })
}
