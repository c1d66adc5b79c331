/** Networks in ONNX, whose batch normalisations were folded away, as weights of the models they were made of. */
import { describe, expect, test } from 'vitest'
import { collectBytes } from '../byte-stream'
import { bytesSource } from '../weights/byte-source'
import { readOnnx } from '../weights/onnx/read-onnx'
import { foldedPairs } from './folded-pairs'
import { loadByName, loadIssues, matchByName } from './load-by-name'
import { type ModelOptions, exportModel, namedModules } from './model-export'
import { encodeModel } from './protobuf/encode'
import { distance, modelOf, runOnnx } from './tests/run-onnx'
import { openWholeModel, wholeModels } from './tests/whole-models'
import { seededWeights, startingValues } from './weight-source'

/** A fixture, and the tensors that lie in its export. */
async function exported(name: string, options: Partial<ModelOptions> = {}) {
  const whole = await openWholeModel(name)
  const file = modelOf(exportModel(name, whole.model, whole.weights.source, { imgsz: whole.imgsz, ...options }))
  const { tensors } = await readOnnx(bytesSource(await collectBytes(encodeModel(file))))
  const modules = namedModules(whole.model)
  const starting = seededWeights(3, startingValues(modules, whole.model.strides))
  return { ...whole, tensors, modules, starting, pairs: () => foldedPairs(whole.model, whole.imgsz) }
}

describe.each(wholeModels)('%s', (name) => {
  test.each([true, false])('taken back from its own export (folded: %s), the model gives what PyTorch gave', async (fold) => {
    const { model, tensors, modules, starting, pairs, inputs, imgsz, expected } = await exported(name, { fold })
    const { source, report } = loadByName(tensors, modules, starting, { isNetwork: true, pairs })
    const result = await runOnnx(modelOf(exportModel(name, model, source, { imgsz, fold: false })), inputs, {
      graphOptimizationLevel: 'disabled',
    })
    expect(report.folded.length > 0).toBe(fold)
    expect(expected.map((y, i) => distance(result[`output${i}`], y) < 1e-4)).toEqual(expected.map(() => true))
  })
})

const first = wholeModels.find((name) => /v8/.test(name)) ?? wholeModels[0]!

test('what the report says of shapes alone is what loading does', async () => {
  const { tensors, modules, starting, pairs } = await exported(first)
  expect(matchByName(tensors, modules, { isNetwork: true, pairs })).toEqual(
    loadByName(tensors, modules, starting, { isNetwork: true, pairs }).report,
  )
})

test('a convolution whose bias lost its name is not taken without its normalisation, and the report says why', async () => {
  const { tensors, modules, pairs } = await exported(first)
  const lost = new Map([...tensors].map(([key, tensor]) => [key === 'model.0.conv.bias' ? 'onnx::Conv_12' : key, tensor]))
  const report = matchByName(lost, modules, { isNetwork: true, pairs })
  const of = (list: readonly { readonly name: string; readonly why: string }[], start: RegExp) =>
    list.filter((each) => start.test(each.name)).map((each) => [each.name, each.why])
  expect([of(report.fresh, /^model\.0\./), of(report.left, /^(model\.0\.|onnx::)/)]).toEqual([
    [
      ['model.0.conv.weight', 'incomplete'],
      ['model.0.bn.weight', 'absent'],
      ['model.0.bn.bias', 'absent'],
      ['model.0.bn.running_mean', 'absent'],
      ['model.0.bn.running_var', 'absent'],
    ],
    [
      ['model.0.conv.weight', 'incomplete'],
      ['onnx::Conv_12', 'nameless'],
    ],
  ])
  expect(loadIssues(report).map(({ code }) => code)).toEqual(['weights.missing', 'weights.unused'])
})
