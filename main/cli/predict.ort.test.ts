import { copyFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Detection } from '../contract/host'
import type { InferenceStarter } from '../services/inference/process/inference-child'
import type { Request } from '../services/inference/process/messages'
import { testStarter } from '../services/inference/tests/inference-program'
import { expectedOf, taskFixture } from '../services/inference/tests/tasks'
import { catPath, differences, expected, tinyPath, tinyWeights } from '../services/inference/tests/tiny'
import { runCommandLine } from './run'
import { type Ran, createFolder, graft, model } from './tests/run-cli'

const files = createFolder()
let inference: InferenceStarter
beforeAll(async () => {
  inference = await testStarter()
})

/** What the process was asked, in order. */
const asked: string[] = []
const watched = (): InferenceStarter => ({
  start() {
    const child = inference.start()
    const post = (message: unknown) => {
      asked.push((message as Request).task)
      child.post(message)
    }
    return { ...child, post }
  },
})

async function predict(...args: string[]): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []]
  const output = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) }
  const code = await runCommandLine(['predict', ...args], '1.2.3', output, { inference: watched() })
  return { code, out: out.join('\n'), err: err.join('\n') }
}
const tinyOn = (...args: string[]) => predict(tinyPath, '--weights', tinyWeights, '--device', 'cpu', ...args)

interface Report {
  readonly images: {
    path: string
    task: string
    detections: (Detection & { name: string })[]
    classes?: { class: number; score: number; name: string }[]
    device: { id: string }
    highest: number
    drawing: string | null
  }[]
  readonly failed: { path: string; code: string }[]
  readonly skipped: string[]
}
const json = (ran: Ran) => JSON.parse(ran.out) as Report

test('says in a line what was found on an image, and where it ran', async () => {
  const { code, out, err } = await tinyOn(catPath)
  expect([code, out.replace(/\d+ ms/, 'N ms'), err]).toEqual([
    0,
    `${catPath}  451×300  3 stripe, 3 patch, 2 spot  N ms\n1 image on CPU`,
    '',
  ])
})

test('--json gives every box as PyTorch has it', async () => {
  const ran = await tinyOn(catPath, '--json')
  const [image] = json(ran).images
  expect([ran.code, differences(image!.detections, expected.detections), image!.device.id]).toEqual([0, [], 'cpu'])
})

test('of several images no more than one has its candidates kept', async () => {
  asked.length = 0
  const ran = await tinyOn(catPath, catPath, catPath)
  expect([ran.code, asked.slice(0, 5)]).toEqual([0, ['run', 'forget', 'run', 'forget', 'run']])
})

test('--conf and --iou decide what is shown', async () => {
  const count = async (...args: string[]) => json(await tinyOn(catPath, '--json', ...args)).images[0]!.detections.length
  expect([await count('--conf', '0.5'), await count('--iou', '1'), await count('--conf', '0', '--iou', '1')]).toEqual([2, 11, 300])
})

test('a folder stands for its images; what cannot be read or is no image is told, and the others go on', async () => {
  mkdirSync(files.path('photos'))
  copyFileSync(catPath, files.path('photos/b.jpg'))
  copyFileSync(catPath, files.path('photos/a.jpg'))
  files.write('photos/broken.png', 'no image')
  files.write('photos/notes.txt', 'no image either')
  files.write('photos/.hidden', 'nobody’s business')
  mkdirSync(files.path('photos/deeper'))
  const ran = await tinyOn(files.path('photos'), files.path('gone.jpg'), '--json')
  expect([ran.code, json(ran).images.map((i) => i.path), json(ran).failed.map(({ path, code }) => [path, code])]).toEqual([
    3,
    [files.path('photos/a.jpg'), files.path('photos/b.jpg')],
    [
      [files.path('photos/broken.png'), 'image.unreadable'],
      [files.path('gone.jpg'), 'file.missing'],
    ],
  ])
  expect(json(ran).skipped).toEqual([files.path('photos/notes.txt')])
  expect(ran.err.split('\n')).toEqual([
    expect.stringContaining('photos: 1 file is no image (notes.txt)'),
    expect.stringContaining('broken.png'),
    expect.stringContaining('gone.jpg'),
  ])
})

test('-o draws what was found, images of one name beside each other', async () => {
  mkdirSync(files.path('other'))
  copyFileSync(catPath, files.path('other/cat.jpg'))
  const ran = await tinyOn(catPath, files.path('other/cat.jpg'), '-o', files.path('found/here'), '--json')
  const drawings = json(ran).images.map((i) => i.drawing)
  expect(drawings).toEqual([files.path('found/here/cat.jpg'), files.path('found/here/cat-2.jpg')])
  const [before, after] = await Promise.all([catPath, drawings[0]!].map((path) => sharp(path).raw().toBuffer({ resolveWithObject: true })))
  expect([after!.info.width, after!.info.height]).toEqual([451, 300])
  const changed = after!.data.reduce((sum, value, i) => sum + (Math.abs(value - before!.data[i]!) > 60 ? 1 : 0), 0)
  expect(changed).toBeGreaterThan(3000)
})

const taskOn = (name: string, ...args: string[]) =>
  predict(
    taskFixture(`${name}.yaml`),
    '--weights',
    taskFixture(`${name}.safetensors`),
    '--device',
    'cpu',
    '--imgsz',
    '192',
    taskFixture('cat.png'),
    ...args,
  )

test.each([
  ['yolov8-seg', 'segment', 'outline'],
  ['yolov8-pose', 'pose', 'points'],
  ['yolov8-obb', 'obb', 'turned'],
] as const)('%s: what belongs to the task stands in the report and in the drawing', async (name, task, field) => {
  const ran = await taskOn(name, '--json', '-o', files.path(`drawn-${task}`))
  const [image] = json(ran).images
  expect([ran.code, image!.task, image!.detections.length > 0]).toEqual([0, task, true])
  expect(image!.detections.every((d) => (d[field]?.length ?? 0) > 0)).toBe(true)
  const [before, after] = await Promise.all([taskFixture('cat.png'), image!.drawing!].map((path) => sharp(path).raw().toBuffer()))
  const changed = after!.reduce((sum, value, i) => sum + (Math.abs(value - before![i]!) > 60 ? 1 : 0), 0)
  expect(changed).toBeGreaterThan(500)
})

test('a classifier names the five best classes', async () => {
  const best = expectedOf('yolov8-cls').found['cat'] as readonly { class: number; score: number }[]
  const [{ out }, ran] = [await taskOn('yolov8-cls'), await taskOn('yolov8-cls', '--json', '-o', files.path('drawn-classes'))]
  expect(out).toContain(best.map((c) => `${c.class} ${c.score.toFixed(2)}`).join(', '))
  const [image] = json(ran).images
  expect([image!.task, image!.detections, image!.classes!.map((c) => [c.class, c.name])]).toEqual([
    'classify',
    [],
    best.map((c) => [c.class, String(c.class)]),
  ])
})

test('an untrained model says how high its highest score is', async () => {
  const { code, out } = await predict(tinyPath, catPath, '--device', 'cpu')
  expect([code, out]).toEqual([0, expect.stringMatching(/nothing above 0\.25; the highest score is 0\.00\d+ {2}\d+ ms/)])
})

describe('an ONNX file', () => {
  beforeAll(async () => {
    await graft('export', tinyPath, '--format', 'onnx', '--weights', tinyWeights, '--dynamic', '-o', files.path('free.onnx'))
    await graft('export', tinyPath, '--format', 'onnx', '--weights', tinyWeights, '--imgsz', '640', '-o', files.path('fixed.onnx'))
  })

  test('of any size finds what the model finds', async () => {
    const [image] = json(await predict(files.path('free.onnx'), catPath, '--device', 'cpu', '--json')).images
    expect(differences(image!.detections, expected.detections)).toEqual([])
  })

  test('of one size takes the image with grey to that size, as --no-rect does', async () => {
    const [fixed] = json(await predict(files.path('fixed.onnx'), catPath, '--device', 'cpu', '--json')).images
    const [whole] = json(await tinyOn(catPath, '--json', '--no-rect')).images
    expect(differences(fixed!.detections, whole!.detections)).toEqual([])
    expect(differences(fixed!.detections, expected.detections)).not.toEqual([])
  })

  test('that is none, or is missing, is told once', async () => {
    files.write('text.onnx', 'nc: 80')
    for (const [name, code] of [
      ['text.onnx', 'onnx'],
      ['gone.onnx', 'no file'],
    ] as const) {
      const ran = await predict(files.path(name), catPath, catPath)
      expect([ran.code, ran.out, ran.err.split('\n').length]).toEqual([3, '', 1])
      expect(ran.err).toContain(code)
    }
  })
})

test('a model with errors is told with its issues, and gives 1', async () => {
  const path = files.write('broken.yaml', model(['[-1, 1, Conv, [8, 3, 2]]', '[-1, 1, Nothing, []]']))
  const ran = await predict(path, catPath)
  expect([ran.code, ran.out, ran.err.includes('[row.unknown-module]')]).toEqual([1, '', true])
})

test('a model without a head is told, and gives 1', async () => {
  const path = files.write('headless.yaml', model(['[-1, 1, Conv, [8, 3, 2]]'], ['[-1, 1, Conv, [8, 3, 1]]']))
  expect(await predict(path, catPath)).toMatchObject({ code: 1, err: expect.stringContaining('[preview.no-head]') as string })
})

test('weights of another model, missing or broken ones', async () => {
  const other = files.write('other.yaml', model(['[-1, 1, Conv, [13, 5, 2]]'], ['[[-1], 1, Classify, [nc]]']))
  expect(await predict(other, '--weights', tinyWeights, catPath)).toMatchObject({ code: 1, out: '' })
  expect(await predict(tinyPath, '--weights', files.path('gone.safetensors'), catPath, catPath)).toMatchObject({ code: 3, out: '' })
  const broken = files.write('broken.safetensors', 'abc')
  expect(await predict(tinyPath, '--weights', broken, catPath)).toMatchObject({
    code: 3,
    err: expect.stringContaining('cannot be read as weights') as string,
  })
})

test.each([
  [[], 'MODEL is missing'],
  [[tinyPath], 'SOURCE is missing'],
  [[tinyPath, catPath, '--conf', '2'], '--conf takes a number from 0 to 1, got 2'],
  [[tinyPath, catPath, '--iou', 'much'], '--iou takes a number from 0 to 1, got much'],
  [[tinyPath, catPath, '--device', 'tpu'], '--device takes auto, cuda, dml, coreml, webgpu, cpu, got tpu'],
  [['x.onnx', catPath, '--weights', tinyWeights], '--weights has no effect on an ONNX file'],
])('%j is wrong usage', async (args, message) => {
  const ran = await predict(...args)
  expect([ran.code, ran.out, ran.err.split('\n')[0]]).toEqual([2, '', expect.stringContaining(message)])
})

test('a place that cannot be written to is told', async () => {
  expect(await tinyOn(catPath, '-o', `${dirname(catPath)}/cat.jpg/found`)).toMatchObject({ code: 3 })
})
