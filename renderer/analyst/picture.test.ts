import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { createAnalyst, type Told, type WorkerPort } from './analyst'
import { answer } from './answer'
import { drawModel } from './picture'
import type { Question } from './question'

const model = (path: string) => ({
  name: path.split('/').at(-1)!,
  text: readFileSync(new URL(`../../assets/${path}`, import.meta.url), 'utf8'),
})

test('a picture has a card a row, within its bounds, coloured by what the row is', () => {
  const { cards, width, height, totals, graft } = drawModel(builtin, model('models/yolov8.yaml'))
  expect([cards.length, cards.at(-1)!.category, cards[0]!.category, totals.params, graft]).toEqual([
    23,
    'head',
    'convolution',
    3_157_200,
    undefined,
  ])
  expect(cards.filter((c) => c.x < 0 || c.y < 0 || c.x + c.width > width + 1 || c.y + c.height > height + 1)).toEqual([])
})

test('of a recipe the grafted rows are marked, with what they cost and where their papers are', () => {
  const { cards, graft } = drawModel(builtin, model('recipes/yolov8-ema.yaml'), model('models/yolov8.yaml'))
  expect([cards.flatMap(({ isNew }, i) => (isNew ? [i] : [])), graft!.rows, graft!.difference.params, graft!.papers]).toEqual([
    [16, 20, 24],
    3,
    13_664,
    ['https://arxiv.org/abs/2305.13563'],
  ])
})

test('a picture crosses to a worker and back as it is', () => {
  const picture = drawModel(builtin, model('recipes/yolov5s-ccn.yaml'), model('models/yolov5/yolov5s.yaml'))
  expect(structuredClone(picture)).toEqual(picture)
})

test('one question is asked at a time, totals before pictures that wait, and a fault is told to who asked', async () => {
  const posted: { id: number; question: Question }[] = []
  const port: WorkerPort = { postMessage: (asked: (typeof posted)[number]) => void posted.push(asked), onmessage: null, onerror: null }
  const analyst = createAnalyst(() => port)
  const tell = (told: Told) => void port.onmessage!.call(port as Worker, { data: told } as MessageEvent<Told>)
  const question = { kind: 'picture', model: model('models/yolov8.yaml') } as const
  const [first, second] = [analyst.ask(question), analyst.ask(question)]
  const scales = analyst.ask({
    kind: 'scales',
    before: question.model,
    after: question.model,
    target: 'ultralytics@8.4',
    imgsz: [640, 640],
  })
  const told: string[] = []
  for (const [name, promise] of Object.entries({ first, second, scales }))
    void promise.then(
      () => told.push(name),
      (error: Error) => told.push(`${name}: ${error.message}`),
    )
  expect(posted.length).toBe(1)
  tell({ id: posted[0]!.id, answer: answer(builtin, posted[0]!.question) })
  expect(posted[1]!.question.kind).toBe('scales')
  tell({ id: posted[1]!.id, answer: [] })
  tell({ id: posted[2]!.id, error: 'expected a head' })
  await Promise.allSettled([first, second, scales])
  expect(told).toEqual(['first', 'scales', 'second: expected a head'])
})
