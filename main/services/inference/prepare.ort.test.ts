/** Models made ready before they are run: what is built again, and what is not. */
import { expect, test, vi } from 'vitest'
import { webgpuEnvironment } from '../../../scripts/environment.mjs'
import type { PrepareJob, TextModel } from './process/messages'
import { differences, expected, tiny, tinyJob } from './tests/tiny'
import { openInference, patience, slow, small } from './tests/watched-inference'

const { model, image, device, isRect } = tinyJob
const job: PrepareJob = { model, image, device, isRect }
const slowly: PrepareJob = { ...job, model: slow.model }

test('a run of a model that is ready builds nothing', async () => {
  const { inference, builds } = await openInference()
  const { device, issues } = await inference.prepare(job)
  const { result } = await inference.run(tinyJob)
  expect([device, issues, builds()]).toEqual([{ id: 'cpu', name: 'CPU', reason: null }, [], 1])
  expect(differences(result!.detections, expected.detections)).toEqual([])
  expect(result!.times.build).toBeLessThan(10)
})

const edit = (text: string): TextModel => ({ ...tiny, text })
test.each<[string, TextModel, number]>([
  ['a comment and spaces', edit(`# mine\n${tiny.text.replace('[8, 3, 2]', '[ 8,  3,   2 ]')}# end\n`), 0],
  ['Graft’s own notes', edit(`${tiny.text}\ngraft: { v: 1, groups: [] }\n`), 0],
  ['an argument', edit(tiny.text.replace('[8, 3, 2]', '[16, 3, 2]')), 1],
  ['an entry of the header', edit(tiny.text.replace('nc: 3', 'nc: 3\nactivation: nn.ReLU()')), 1],
  ['the weights', { ...tiny, weights: { seed: 7 } }, 1],
  ['the image size', { ...tiny, imgsz: [320, 320] }, 1],
])('%s changed: built again or not', async (_, changed, count) => {
  const { inference, builds } = await openInference()
  await inference.prepare(job)
  const before = builds()
  await inference.run({ ...tinyJob, model: changed })
  expect(builds() - before).toBe(count)
})

test('issues of the weights are told each time, also when nothing is loaded again', async () => {
  const { inference, builds } = await openInference()
  const partly = { ...tiny, text: tiny.text.replace('[8, 3, 2]', '[16, 3, 2]') }
  const prepared = await inference.prepare({ ...job, model: partly })
  const { issues } = await inference.run({ ...tinyJob, model: { ...partly, text: `${partly.text}# a comment\n` } })
  expect([issues.map(({ code }) => code), builds()]).toEqual([prepared.issues.map(({ code }) => code), 1])
  expect(issues.map(({ code }) => code)).toContain('weights.missing')
})

test('another image of the same size, and other thresholds, build nothing', async () => {
  const { inference, builds } = await openInference()
  await inference.prepare(job)
  for (const conf of [0.1, 0.9]) await inference.run({ ...tinyJob, conf })
  expect(builds()).toBe(1)
})

test('the last few models stay ready', async () => {
  const { inference, builds } = await openInference()
  const models = [1, 2, 3].map((seed): TextModel => ({ ...tiny, weights: { seed } }))
  for (const each of [...models, ...models]) await inference.run({ ...tinyJob, model: each })
  expect(builds()).toBe(3)
})

test('a model with errors tells them', async () => {
  const { inference } = await openInference()
  const { device, issues } = await inference.prepare({ ...job, model: edit('nc: 3\nbackbone:\n  - [-1, 1, Conv, [8, 3, 2]]\nhead: []\n') })
  expect([device, issues.some(({ severity }) => severity === 'error')]).toEqual([null, true])
})

test('steps are told in order', async () => {
  const { inference } = await openInference()
  const stages: string[] = []
  await inference.prepare(job, { onStage: (stage) => stages.push(stage) })
  expect(stages).toEqual(['read', 'build', 'load'])
})

test('runs go before what only makes ready', async () => {
  const { inference } = await openInference()
  const order: string[] = []
  const note = (name: string) => () => void order.push(name)
  await Promise.all([
    inference.run(tinyJob).then(note('first run')),
    inference.prepare(job).then(note('prepared')),
    inference.run(tinyJob).then(note('second run')),
  ])
  expect(order).toEqual(['first run', 'second run', 'prepared'])
})

test('given up it leaves the candidates of a run alone, and makes way for the next run', async () => {
  const { inference, children, restarts } = await openInference()
  const { run } = (await inference.run(tinyJob)).result!
  const controller = new AbortController()
  const preparing = inference.prepare(slowly, { signal: controller.signal })
  controller.abort(new Error('another text'))
  await expect(preparing).rejects.toThrow('another text')
  expect([(await inference.select({ run, conf: 0.5, iou: 0.7 })).length, children.length]).toEqual([2, 1])
  const next = new AbortController()
  const again = inference.prepare({ ...slowly, image }, { signal: next.signal })
  next.abort(new Error('no more'))
  const running = inference.run(tinyJob)
  await expect(again).rejects.toThrow('no more')
  expect([(await running).result!.detections.length, restarts]).toEqual([8, []])
})

test('given up, and ended by its device, it is not begun again on the next one', async () => {
  const { inference, children, replies, restarts, builds } = await openInference({ env: webgpuEnvironment() })
  const controller = new AbortController()
  const preparing = inference.prepare({ model: small.model, image, isRect, device: 'webgpu' }, { signal: controller.signal })
  await vi.waitFor(
    () => expect(replies).toContainEqual(expect.objectContaining({ type: 'trying', device: 'webgpu', isTrial: false })),
    patience,
  )
  controller.abort(new Error('another text'))
  await expect(preparing).rejects.toThrow('another text')
  children[0]!.kill()
  const refusal = async () => (await inference.devices()).find(({ id }) => id === 'webgpu')?.refusal
  await vi.waitFor(async () => expect(await refusal()).toBe('It was ended by SIGKILL.'), patience)
  await inference.devices() // behind what would have been begun again
  expect([builds(), restarts]).toEqual([1, ['WebGPU: It was ended by SIGKILL.']])
}, 60_000)
