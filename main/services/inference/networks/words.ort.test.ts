import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { yaml } from '../../../../graph-core/yaml/template'
import type { RunJob } from '../process/messages'
import { type Inference, createInference } from '../inference'
import { testStarter } from '../tests/inference-program'
import { expectedOf, taskFixture, taskJob } from '../tests/tasks'

let inference: Inference
beforeAll(async () => {
  inference = createInference({ starter: await testStarter() })
})
afterAll(() => inference.close())

/** Running YOLO-World, or another text, with some weights. */
async function run(weights: { file: string } | { seed: number }, text = readFileSync(taskFixture('yolov8-world.yaml'), 'utf8')) {
  const job = taskJob('yolov8-world', 'cat', { ...expectedOf('yolov8-world'), conf: 0 })
  const { result, issues } = await inference.run({ ...job, model: { ...job.model, text, weights } as RunJob['model'] })
  return { result, codes: issues.map(({ code }) => code) }
}

test('without a checkpoint words are as random as weights, and nothing is said of it', async () => {
  const { result, codes } = await run({ seed: 0 })
  expect([result!.detections.length > 0, codes]).toEqual([true, []])
})

test('a checkpoint that keeps no words: the classes that are found mean nothing, which is said', async () => {
  const { result, codes } = await run({ file: taskFixture('yolov8.safetensors') })
  expect([result === null, codes.includes('preview.words')]).toEqual([false, true])
})

test('a checkpoint that was told other classes is refused', async () => {
  const text = readFileSync(taskFixture('yolov8-world.yaml'), 'utf8').replace('nc: 3', 'nc: 4')
  const { result, codes } = await run({ file: taskFixture('yolov8-world.pt') }, text)
  expect([result, codes.includes('preview.words-count')]).toEqual([null, true])
})

test('YOLOE that was told nothing finds every class alike, as the library does', async () => {
  const text = yaml`
    nc: 3
    backbone:
      - [-1, 1, Conv, [8, 3, 2]]
      - [-1, 1, Conv, [16, 3, 2]]
      - [-1, 1, Conv, [16, 3, 2]]
    head:
      - [[2], 1, YOLOEDetect, [nc, 512, True]]
  `
  const { result, codes } = await run({ seed: 0 }, text)
  expect([new Set(result!.detections.map((found) => found.score)).size, codes]).toEqual([1, []])
})
