import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { withoutTorch } from '../../scripts/environment.mjs'
import { checkOnnx } from '../../tests/check-onnx'
import { decodeOnnx } from '../../tests/decode-onnx'
import { temporaryFolder } from '../../tests/temporary-folder'
import { type BuiltModel, buildModel } from '../analysis'
import { collectBytes } from '../byte-stream'
import { parse } from '../yaml/parse'
import { exportSeeded, smallC2f } from './tests/blocks'
import { type ModelOptions, exportModel, namedModules } from './model-export'
import { encodeModel } from './protobuf/encode'
import { distance, modelOf, noise, runOnnx } from './tests/run-onnx'
import { seededWeights, startingValues } from './weight-source'

const asset = (path: string) => readFileSync(new URL(`../../assets/${path}`, import.meta.url), 'utf8')

/** YOLOv8n with EMA, few classes. */
let model: BuiltModel
beforeAll(() => {
  const { document } = parse(asset('recipes/yolov8-ema.yaml'), { path: 'yolov8n-ema.yaml' })
  model = buildModel(document, builtin, { nc: 3 })
})

const exported = (options: ModelOptions) =>
  modelOf(exportModel('yolov8n-ema', model, seededWeights(1, startingValues(namedModules(model), model.strides)), options))

test('a whole model gives the same with fixed and with free sizes, folded and not', async () => {
  const images = noise([2, 3, 64, 96])
  const free = exported({ imgsz: [640, 640], dynamic: true })
  const fixed = exported({ imgsz: [64, 96], batch: 2, fold: false })
  const [a, b] = [await runOnnx(free, { images }), await runOnnx(fixed, { images })]
  const places = (64 * 96) / 8 ** 2 + (64 * 96) / 16 ** 2 + (64 * 96) / 32 ** 2
  expect(a.output0!.shape).toEqual([2, 4 + 3, places])
  expect(distance(a.output0, b.output0!)).toBeLessThan(1e-5)
})

test('nodes, weights and sizes have the names people know', () => {
  const { graph } = exported({ imgsz: [640, 640], dynamic: true })
  expect(graph.inputs).toEqual([{ name: 'images', dataType: 'float32', dims: ['batch', 3, 'height', 'width'] }])
  expect(graph.outputs.map((o) => [o.name, o.dims])).toMatchInlineSnapshot(`
    [
      [
        "output0",
        [
          "batch",
          7,
          "21*(height/32)*(width/32)",
        ],
      ],
    ]
  `)
  expect(graph.nodes.map((n) => n.name)).toContain('/model.4/m.0/cv1/conv/Conv')
  expect(graph.initializers.map((t) => t.name)).toContain('model.4.m.0.cv1.conv.weight')
})

test('the same C2f trace exports static and dynamic ONNX with equal results', async () => {
  const x0 = noise([1, 8, 6, 10])
  const [fixed, free] = [false, true].map((dynamic) => modelOf(exportSeeded(smallC2f(), [[1, 8, 6, 10]], { dynamic })))
  const expected = (await runOnnx(fixed!, { x0 })).y0!
  expect((await runOnnx(free!, { x0 })).y0).toEqual(expected)
})

test.skipIf(withoutTorch).each([true, false])(
  'the onnx checker accepts a whole model and the shapes we declare (dynamic: %s)',
  async (dynamic) => {
    const path = join(temporaryFolder(), 'model.onnx')
    writeFileSync(path, await collectBytes(encodeModel(exported({ imgsz: [64, 64], dynamic, valueInfo: true }))))
    expect(checkOnnx(path)).toEqual({ sameBytes: true })
  },
)

test('an independent decoder finds every name of a whole model', async () => {
  const { graph } = exported({ imgsz: [64, 64] })
  const decoded = decodeOnnx(await collectBytes(encodeModel(exported({ imgsz: [64, 64] }))))
  const names = (nodes: readonly { name?: string; inputs?: readonly string[]; input?: readonly string[] }[]) =>
    nodes.map((n) => [n.name, n.inputs ?? n.input])
  expect(names(decoded.graph.node!)).toEqual(names(graph.nodes))
  expect(decoded.graph.initializer!.map((t) => t.name)).toEqual(graph.initializers.map((t) => t.name))
})
