/** ONNX files of others: what Ultralytics' exports say of themselves, and what is told of files that are something else. */
import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { collectBytes } from '../../../../graph-core/byte-stream'
import { exportModel, namedModules } from '../../../../graph-core/onnx/model-export'
import { encodeModel } from '../../../../graph-core/onnx/protobuf/encode'
import { seededWeights, startingValues } from '../../../../graph-core/onnx/weight-source'
import { builtin } from '../../../../kernels'
import { temporaryFolder } from '../../../../tests/temporary-folder'
import { openModel } from '../../models/open-model'
import { analyzeText } from '../../models/analyze-file'
import { planFile } from './file-network'
import { createInference } from '../inference'
import { testStarter } from '../tests/inference-program'
import { tinyJob } from '../tests/tiny'

const plain = 'nc: 3\nbackbone:\n  - [-1, 1, Conv, [8, 3, 2]]\n  - [-1, 1, Conv, [8, 3, 2]]\nhead:\n  - [[-1], 1, Detect, [nc]]\n'
const names = "{0: 'cat', 1: 'dog', 2: 'bird'}"

interface Made {
  readonly text?: string
  readonly target?: string
  readonly metadata?: Record<string, string> | 'ours'
  readonly dynamic?: boolean
  readonly side?: number
}

/** A model as a file that says what it is told to. */
async function make({ text = plain, target, metadata = {}, dynamic = false, side = 64 }: Made): Promise<string> {
  const { model } = analyzeText(text, 'm.yaml', builtin, { target, imgsz: [side, side], scale: 'n' })
  const weights = seededWeights(0, startingValues(namedModules(model), model.strides))
  const exported = exportModel('m', model, weights, { imgsz: [side, side], dynamic })
  if (!exported.ok) throw new Error(exported.issues[0]!.message)
  const entries = metadata === 'ours' ? exported.model.metadata : Object.entries(metadata).map(([key, value]) => ({ key, value }))
  const path = join(temporaryFolder(), 'm.onnx')
  writeFileSync(path, await collectBytes(encodeModel({ ...exported.model, metadata: entries })))
  return path
}
const plan = async (made: Made, imgsz?: readonly [number, number]) => {
  const { network } = await planFile({ kind: 'file', path: await make(made), imgsz })
  const { meaning, largest, multipleOf, input, outputs } = network!
  return { form: meaning.form, names: meaning.names, largest, multipleOf, input, outputs }
}

test('our own exports say what they hold, whatever the head', async () => {
  const { text } = await openModel('yolov8n-rtdetr.yaml')
  const named = `names: ["it's", dog, 鸟]\nend2end: true\n${plain}`
  const [transformer, tiny] = [await plan({ text, side: 320, metadata: 'ours' }), await plan({ text: named, metadata: 'ours' })]
  expect([transformer.form, tiny.form, tiny.names]).toEqual([
    { layout: 'best', box: 'xywh', unit: 'parts', isCrowded: false, fit: 'stretch', classes: 80 },
    { layout: 'best', box: 'xyxy', unit: 'pixels', isCrowded: false, fit: 'pad', classes: 3 },
    ["it's", 'dog', '鸟'],
  ])
}, 60_000)

test('an export of Ultralytics with its metadata', async () => {
  expect(await plan({ metadata: { names, stride: '32', task: 'detect', imgsz: '[64, 64]' } })).toEqual({
    form: { layout: 'places', box: 'xywh', unit: 'pixels', fit: 'pad', isCrowded: true, classes: 3 },
    names: ['cat', 'dog', 'bird'],
    largest: [64, 64],
    multipleOf: null,
    input: { name: 'images', type: 'float32' },
    outputs: ['output0'],
  })
})

test('one that says nothing is understood by its shape', async () => {
  expect(await plan({})).toMatchObject({ form: { layout: 'places', classes: 3 }, names: ['0', '1', '2'] })
})

test('one of free size takes the size it was made for, or the one asked for', async () => {
  const made = { metadata: { names, stride: '32', imgsz: '[96, 128]' }, dynamic: true }
  expect([(await plan(made)).largest, (await plan(made, [300, 320])).largest, (await plan(made)).multipleOf]).toEqual([
    [96, 128],
    [320, 320],
    32,
  ])
})

test('one without NMS gives the best boxes in pixels', async () => {
  expect(await plan({ text: `end2end: true\n${plain}`, metadata: { names } })).toMatchObject({
    form: { layout: 'best', box: 'xyxy', unit: 'pixels', isCrowded: false, fit: 'pad' },
  })
})

test('an RT-DETR gives queries in parts of a stretched image', async () => {
  const { text } = await openModel('yolov8n-rtdetr.yaml')
  const parts = { box: 'xywh', unit: 'parts', isCrowded: false, fit: 'stretch' }
  const older = await plan({ text, target: 'ultralytics@8.3.63', side: 320 })
  const newer = await plan({ text, side: 320, metadata: { description: 'Ultralytics RTDETR-l model' } })
  expect([older.form, newer.form]).toEqual([
    { ...parts, layout: 'queries', classes: 80 },
    { ...parts, layout: 'best', classes: 80 },
  ])
}, 60_000)

test('an export of YOLOv5 gives boxes with a score of their own', async () => {
  const { text } = await openModel('yolov5n-seg.yaml')
  const many = (await openModel('yolov5n.yaml', 'yolov5')).text
  const detect = many.replace('nc: 80', 'nc: 1')
  const anchors = { layout: 'anchors', box: 'xywh', unit: 'pixels', isCrowded: true, fit: 'pad' }
  const masks = { kind: 'masks', count: 32, cut: 'shares' }
  const forms = [
    await plan({ text, side: 320, metadata: { stride: '32', names: `[${"'a', ".repeat(80)}]` } }),
    await plan({ text: detect, side: 320, metadata: { stride: '32', names: "['a']" } }),
    await plan({ text: many, dynamic: true }),
    await plan({ text: detect, side: 320, metadata: 'ours' }),
  ].map(({ form }) => form)
  expect(forms).toEqual([
    { ...anchors, classes: 80, extra: masks },
    { ...anchors, classes: 1 },
    { ...anchors, classes: 80 },
    { ...anchors, classes: 1 },
  ])
}, 60_000)

const headed = (head: string, key = '') => `${key}${plain.slice(0, plain.lastIndexOf('Detect'))}${head}]\n`
const pose = 'kpt_shape: [5, 2]\n'

test.each([
  ['segment', 'Segment, [nc, 8, 16]', '', { kind: 'masks', count: 8, cut: 'pixels' }],
  ['segment', 'Segment26, [nc, 8, 16]', 'end2end: true\n', { kind: 'masks', count: 8, cut: 'pixels' }],
  ['pose', 'Pose, [nc, kpt_shape]', pose, { kind: 'points', count: 5, width: 2 }],
  ['pose', 'Pose26, [nc, kpt_shape]', `end2end: true\n${pose}`, { kind: 'points', count: 5, width: 2 }],
  ['obb', 'OBB, [nc, 1]', '', { kind: 'angle' }],
  ['obb', 'OBB26, [nc, 1]', 'end2end: true\n', { kind: 'angle' }],
])('an export for %s (%s) is understood by its shape as by what our own says', async (task, head, key, extra) => {
  const text = headed(head, key)
  const said = { task, names, end2end: key.includes('end2end') ? 'True' : 'False', ...(task === 'pose' ? { kpt_shape: '[5, 2]' } : {}) }
  const [ours, theirs] = [await plan({ text, metadata: 'ours' }), await plan({ text, metadata: said })]
  expect(theirs).toEqual({ ...ours, names: theirs.names })
  expect(theirs.form).toMatchObject({ classes: 3, extra })
  expect(theirs.outputs).toEqual(task === 'segment' ? ['output0', 'output1'] : ['output0'])
})

test('an export for classifying is understood by its shape as by what our own says', async () => {
  const text = headed('Classify, [nc]')
  const [ours, theirs] = [await plan({ text, metadata: 'ours' }), await plan({ text, metadata: { task: 'classify', names } })]
  expect([ours.form, theirs.form]).toEqual([1, 2].map(() => ({ layout: 'image', fit: 'crop', classes: 3 })))
})

test.each<[string, Made, readonly [number, number] | undefined, RegExp]>([
  ['a model for another task', { metadata: { task: 'depth' } }, undefined, /another task \(depth\)/],
  ['one that says it classifies and gives boxes', { metadata: { task: 'classify' } }, undefined, /no scores of classes/],
  ['one that says it outlines and gives no prototypes', { metadata: { task: 'segment' } }, undefined, /no list of boxes/],
  ['one of four channels', { text: `ch: 4\n${plain}` }, undefined, /m\.onnx takes images of 4 channels; photographs have 3\.$/],
  ['one of one channel', { text: `ch: 1\n${plain}` }, undefined, /takes images of 1 channel; photographs have 3\.$/],
  ['another size than its own', {}, [96, 96], /takes images of 64×64 only, not 96×96/],
  [
    'more classes than it gives',
    { metadata: { names: `{${Array.from({ length: 90 }, (_, i) => `${i}: 'c'`).join()}}` } },
    undefined,
    /no list of boxes/,
  ],
])('%s is refused', async (_, made, imgsz, message) => {
  await expect(plan(made, imgsz)).rejects.toMatchObject({ code: 'onnx.unreadable', message: expect.stringMatching(message) as string })
})

test('our export of a model that compares with words says what to run instead', async () => {
  const { text } = await openModel('yolov8n-world.yaml')
  await expect(plan({ text, metadata: 'ours' })).rejects.toMatchObject({
    code: 'onnx.unreadable',
    message: expect.stringMatching(/^m\.onnx compares images with words, .*: run its YAML instead, with the checkpoint/) as string,
  })
})

test('a file that begins as a model and holds none is refused in a sentence', async () => {
  const path = await make({})
  writeFileSync(path, Uint8Array.of(8, 8, 58, 3, 1, 2, 3))
  await expect(planFile({ kind: 'file', path })).rejects.toMatchObject({
    code: 'onnx.unreadable',
    message: expect.not.stringMatching(/\n|onnxruntime_src/) as string,
  })
})

test.each([
  [[1, 12], /takes a tensor \[1, 12\], which is no photograph\.$/],
  [[2, 3, 8, 8], /takes 2 images at a time, not one\.$/],
])('a file that takes %j is refused', async (dims, message) => {
  const value = { dataType: 'float32', dims } as const
  const path = join(temporaryFolder(), 'other.onnx')
  const graph = {
    name: 'other',
    nodes: [{ opType: 'Relu', inputs: ['x'], outputs: ['y'], attributes: [] }],
    initializers: [],
    inputs: [{ name: 'x', ...value }],
    outputs: [{ name: 'y', ...value }],
  }
  writeFileSync(path, await collectBytes(encodeModel({ irVersion: 8, opsets: [{ version: 17 }], graph })))
  await expect(planFile({ kind: 'file', path })).rejects.toMatchObject({
    code: 'onnx.unreadable',
    message: expect.stringMatching(message) as string,
  })
})

test('a file of another export runs to the end', async () => {
  const inference = createInference({ starter: await testStarter() })
  onTestFinished(() => inference.close())
  const path = await make({ metadata: { names } })
  const { result } = await inference.run({ ...tinyJob, model: { kind: 'file', path } })
  const best = await inference.select({ run: result!.run, conf: 0, iou: 0.7, best: 3 })
  expect([basename(path), result!.names, best.length]).toEqual(['m.onnx', ['cat', 'dog', 'bird'], 3])
})
