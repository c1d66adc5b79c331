/** Files that PyTorch wrote of one model, whose names or normalisations were lost on the way, as weights of that model. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { buildModel } from '../analysis'
import { bytesSource } from '../weights/byte-source'
import { openCheckpoint } from '../weights/open-checkpoint'
import { parse } from '../yaml/parse'
import { foldedPairs } from './folded-pairs'
import { loadByName, loadIssues } from './load-by-name'
import { exportModel, namedModules } from './model-export'
import { distance, modelOf, runOnnx } from './tests/run-onnx'
import { seededWeights, startingValues } from './weight-source'

const read = (name: string) => readFileSync(new URL(`fixtures/exported/${name}`, import.meta.url))
const open = (name: string) => openCheckpoint(bytesSource(new Uint8Array(read(name))))
const model = buildModel(parse(read('small.yaml').toString(), { path: 'small.yaml' }).document, builtin, { target: 'ultralytics@8.4' })
const modules = namedModules(model)
const pairs = () => foldedPairs(model, [32, 32])

async function loaded(name: string) {
  const { format, tensors } = await open(name)
  return loadByName(tensors, modules, seededWeights(3, startingValues(modules, model.strides)), { isNetwork: format === 'onnx', pairs })
}

test.each([
  ['small.onnx', 'a network whose names the exporter took'],
  ['fused.onnx', 'a network of a fused model'],
  ['fused.pt', 'the state_dict of a fused model'],
])('%s, %s, is carried whole and gives what PyTorch gave', async (name) => {
  const { source, report } = await loaded(name)
  const io = await open('io.pt')
  const [x, y] = await Promise.all(
    ['x0', 'y0'].map(async (key) => ({ shape: io.tensors.get(key)!.shape, data: await io.tensors.get(key)!.toFloat32() })),
  )
  const result = await runOnnx(modelOf(exportModel(name, model, source, { imgsz: [32, 32] })), { images: x! })
  const told = { fresh: report.fresh, left: report.left, issues: loadIssues(report), folded: report.folded.length }
  expect([told, distance(result['output0'], y!) < 1e-4]).toEqual([{ fresh: [], left: [], issues: [], folded: 7 * 4 }, true])
})

test('a fused state_dict whose model has another stage is carried where it fits, and the report has the rest', async () => {
  const { tensors } = await open('fused.pt')
  const some = new Map([...tensors].filter(([name]) => !name.startsWith('model.3.')))
  const { report } = loadByName(some, modules, seededWeights(0), { isNetwork: false, pairs })
  expect([report.folded.length, report.fresh.map(({ name, why }) => [name, why]), report.left]).toEqual([
    6 * 4,
    ['conv.weight', 'bn.weight', 'bn.bias', 'bn.running_mean', 'bn.running_var', 'bn.num_batches_tracked'].map((each) => [
      `model.3.${each}`,
      'absent',
    ]),
    [],
  ])
})
