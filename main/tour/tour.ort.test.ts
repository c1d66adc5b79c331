import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { decodeOnnx } from '../../tests/decode-onnx'
import { temporaryFolder } from '../../tests/temporary-folder'
import { runTour } from './tour'

const original = readFileSync(new URL('../../assets/recipes/yolov8-ema.yaml', import.meta.url), 'utf8')

async function tour(model: string) {
  const folder = temporaryFolder()
  const lines: string[] = []
  const isWhole = await runTour({ model, folder, graft: 'SEAttention', library: builtin, print: (text) => lines.push(text) })
  return { folder, isWhole, text: lines.join('\n') }
}

test('a model goes in; its table, a grafted copy and an ONNX file that sees a photograph come out', async () => {
  const { folder, isWhole, text } = await tour('yolov8-ema.yaml')
  expect(isWhole).toBe(true)
  expect(text).toContain('YOLOv8n-ema summary: 249 layers, 3,170,864 parameters, 3,170,848 gradients, 9.1 GFLOPs')
  expect(text).toMatch(/cat\.jpg through onnxruntime on the CPU: output0 1×84×8400 in \d+ ms; highest score 0\.0\d+/)
  expect(decodeOnnx(readFileSync(join(folder, 'yolov8n-ema.onnx'))).graph.output?.map((o) => o.name)).toEqual(['output0'])
})

test('the grafted copy differs by the new row and by the numbers that had to follow it', async () => {
  const { folder } = await tour('yolov8-ema.yaml')
  const grafted = readFileSync(join(folder, 'grafted-yolov8-ema.yaml'), 'utf8').split('\n')
  const at = grafted.findIndex((line) => line.includes('SEAttention'))
  expect(grafted[at]).toBe('  - [-1, 1, SEAttention, []]')
  grafted.splice(at, 1)
  const changed = original.split('\n').flatMap((line, i) => (line === grafted[i] ? [] : [`${line.trim()} -> ${grafted[i]!.trim()}`]))
  expect(changed).toEqual([
    '- [-1, 3, C2f, [512]] # 12 -> - [-1, 3, C2f, [512]] # 13',
    '- [-1, 3, C2f, [256]] # 15 -> - [-1, 3, C2f, [256]] # 16',
    '- [-1, 1, EMA, []] # 16 (P3/8-small) -> - [-1, 1, EMA, []] # 17 (P3/8-small)',
    '- [[-1, 12], 1, Concat, [1]] # with head P4 -> - [[-1, 13], 1, Concat, [1]] # with head P4',
    '- [-1, 3, C2f, [512]] # 19 -> - [-1, 3, C2f, [512]] # 20',
    '- [-1, 1, EMA, []] # 20 (P4/16-medium) -> - [-1, 1, EMA, []] # 21 (P4/16-medium)',
    '- [[-1, 9], 1, Concat, [1]] # with head P5 -> - [[-1, 10], 1, Concat, [1]] # with head P5',
    '- [-1, 3, C2f, [1024]] # 23 -> - [-1, 3, C2f, [1024]] # 24',
    '- [-1, 1, EMA, []] # 24 (P5/32-large) -> - [-1, 1, EMA, []] # 25 (P5/32-large)',
    '- [[16, 20, 24], 1, Detect, [nc]] # reads P3, P4, P5 -> - [[17, 21, 25], 1, Detect, [nc]] # reads P3, P4, P5',
  ])
})

test('a file that is not there is a HostError with a cure', async () => {
  await expect(tour('nowhere/model.yaml')).rejects.toMatchObject({ code: 'model.missing' })
})
