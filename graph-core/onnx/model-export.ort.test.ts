import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
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

function built(path: string, name: string): BuiltModel {
  return buildModel(parse(asset(path), { path: `${name}.yaml` }).document, builtin, { nc: 3 })
}

function exportOf(model: BuiltModel, options: ModelOptions) {
  return modelOf(exportModel('model', model, seededWeights(1, startingValues(namedModules(model), model.strides)), options))
}

const templates = [
  ['models/yolov8.yaml', 'yolov8n'],
  ['models/yolo11.yaml', 'yolo11n'],
  ['recipes/yolov8-ema.yaml', 'yolov8n-ema'],
  ['recipes/yolov8-seattention.yaml', 'yolov8n-seattention'],
] as const

test.each(templates)('%s gives the same with fixed and with free sizes, folded and not', async (path, name) => {
  const model = built(path, name)
  const images = noise([2, 3, 160, 192])
  const fixed = await runOnnx(exportOf(model, { imgsz: [160, 192], batch: 2, fold: false }), { images })
  const free = await runOnnx(exportOf(model, { imgsz: [640, 640], dynamic: true }), { images })
  expect(Object.keys(free)).toEqual(['output0'])
  expect(distance(free.output0, fixed.output0!)).toBeLessThan(1e-4)
})

test('an RT-DETR gives the same scores with fixed and with free sizes', async () => {
  const model = built('models/yolov8-rtdetr.yaml', 'yolov8n-rtdetr')
  const images = noise([1, 3, 160, 192])
  // Fresh weights score all places alike, so which box stands at which rank is a matter of rounding; the scores are not.
  const scores = async (options: ModelOptions) => {
    const { data } = (await runOnnx(exportOf(model, options), { images })).output0!
    return { shape: [300], data: Array.from(data).filter((_, i) => i % 6 === 4) }
  }
  const [fixed, free] = [await scores({ imgsz: [160, 192], fold: false }), await scores({ imgsz: [640, 640], dynamic: true })]
  expect(distance(free, fixed)).toBeLessThan(1e-4)
})

const exported = (options: ModelOptions) => exportOf(built('recipes/yolov8-ema.yaml', 'yolov8n-ema'), options)

test('Detect gives boxes and scores for every place of its three maps', () => {
  const places = (64 * 96) / 8 ** 2 + (64 * 96) / 16 ** 2 + (64 * 96) / 32 ** 2
  expect(exported({ imgsz: [64, 96], batch: 2 }).graph.outputs.map((o) => o.dims)).toEqual([[2, 4 + 3, places]])
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

test.skipIf(withoutTorch).each([{}, { dynamic: true }, { half: true }, { nms: true }, { dynamic: true, half: true, nms: true }])(
  'the onnx checker accepts a whole model and the shapes we declare: %j',
  async (options) => {
    const path = join(temporaryFolder(), 'model.onnx')
    writeFileSync(path, await collectBytes(encodeModel(exported({ imgsz: [64, 64], valueInfo: true, ...options }))))
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

const said = (model: BuiltModel, options: ModelOptions) =>
  Object.fromEntries(exportOf(model, options).metadata!.map(({ key, value }) => [key, value]))

test('the same export gives the same bytes, whoever runs it when; only what is said of date and version differs', async () => {
  const bytes = async (date: string) =>
    Buffer.from(await collectBytes(encodeModel(exported({ imgsz: [64, 64], origin: { version: '1.2.3', date } }))))
  const [morning, again, evening] = [await bytes('2026-11-21T08:00Z'), await bytes('2026-11-21T08:00Z'), await bytes('2026-11-21T20:00Z')]
  const differing = morning.filter((byte, i) => byte !== evening[i]).length
  expect([morning.equals(again), morning.length === evening.length, differing]).toEqual([true, true, 2])
})

test('a file with NMS says what its rows are and by which thresholds they were chosen', () => {
  const { args, ...rest } = said(built('models/yolov8.yaml', 'yolov8n'), { imgsz: [64, 64], nms: true, half: true })
  expect([args, rest['graft.predictions']]).toEqual([
    "{'batch': 1, 'half': True, 'dynamic': False, 'simplify': False, 'opset': 17, 'nms': True, 'conf': 0.25, 'iou': 0.7, 'max_det': 300}",
    '{"layout":"best","box":"xyxy","isCrowded":false,"unit":"pixels","fit":"pad","classes":3}',
  ])
})

test('a model says what Ultralytics’ loaders ask of it', () => {
  const origin = { version: '1.2.3', date: '2026-11-21T08:00:00Z' }
  expect(said(built('models/yolo26-pose.yaml', 'yolo26n-pose'), { imgsz: [64, 96], batch: 2, origin })).toMatchInlineSnapshot(`
    {
      "args": "{'batch': 2, 'half': False, 'dynamic': False, 'simplify': False, 'opset': 17, 'nms': False}",
      "author": "Graft",
      "batch": "2",
      "channels": "3",
      "date": "2026-11-21T08:00:00Z",
      "description": "model, exported by Graft",
      "docs": "https://docs.ultralytics.com/modes/export/",
      "end2end": "True",
      "graft.predictions": "{"layout":"best","box":"xyxy","isCrowded":false,"unit":"pixels","fit":"pad","classes":3,"extra":{"kind":"points","count":17,"width":3}}",
      "head": "Pose26",
      "imgsz": "[64, 96]",
      "kpt_shape": "[17, 3]",
      "license": "That of the model and of its weights",
      "names": "{0: '0', 1: '1', 2: '2'}",
      "stride": "32",
      "task": "pose",
      "version": "1.2.3",
    }
  `)
})

test('a model with a text reads it beside the image, and a segmentation gives its masks as a second output', () => {
  const ends = (path: string, name: string) => {
    const { graph } = exportOf(built(path, name), { imgsz: [64, 96], batch: 2 })
    return [...graph.inputs, ...graph.outputs].map(({ name: end, dims }) => [end, dims])
  }
  const places = (64 * 96) / 8 ** 2 + (64 * 96) / 16 ** 2 + (64 * 96) / 32 ** 2
  const images = ['images', [2, 3, 64, 96]]
  expect(ends('models/yolov8-world.yaml', 'yolov8s-world')).toEqual([images, ['text', [2, 3, 512]], ['output0', [2, 4 + 3, places]]])
  expect(ends('models/yolo11-seg.yaml', 'yolo11n-seg')).toEqual([
    images,
    ['output0', [2, 4 + 3 + 32, places]],
    ['output1', [2, 32, 64 / 4, 96 / 4]],
  ])
})

test('depth is given at the image’s size, and the class of each pixel as a byte', () => {
  const ends = (path: string, name: string) => exportOf(built(path, name), { imgsz: [64, 96] }).graph.outputs
  expect([ends('models/yolo26-depth.yaml', 'yolo26n-depth'), ends('models/yolo26-sem.yaml', 'yolo26n-sem')]).toEqual([
    [{ name: 'output0', dataType: 'float32', dims: [1, 1, 64, 96] }],
    [{ name: 'output0', dataType: 'uint8', dims: [1, 64, 96] }],
  ])
})
