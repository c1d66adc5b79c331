/** How long rows take, on the real process: what adds up, and what cannot be measured. */
import { expect, test } from 'vitest'
import { letterbox } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import { builtin } from '../../../../kernels'
import { webgpuEnvironment } from '../../../../scripts/environment.mjs'
import { createFeeds } from '../networks/feeds'
import { decodeImage } from '../images/image'
import { measureByCuts } from './latency-cuts'
import type { Measuring } from './latency-rounds'
import { planText } from '../networks/text-network'
import { catPath, tiny } from '../tests/tiny'
import { openInference, patience } from '../tests/watched-inference'

const job = { model: tiny, image: catPath, device: 'cpu', isRect: true, runs: 7 } as const

test('rows and the rest make up the network, and stages what a run takes', async () => {
  const { inference } = await openInference()
  const progress: number[] = []
  const { latency, issues } = await inference.latency(job, { onProgress: ({ done }) => progress.push(done) })
  const { rows, other, stages, total, runs, how, threads, device } = latency!
  const sum = rows.reduce((all, { ms }) => all + ms, other)
  const inStages = Object.values(stages).reduce((all, { median }) => all + median, 0)
  expect({
    issues,
    runs,
    how,
    device,
    progress,
    isCounted: threads! >= 1,
    isSplit: rows.every(({ from, to, ms }, i) => from === i && to === i && ms >= 0),
  }).toEqual({
    issues: [],
    runs: 7,
    how: 'profiler',
    device: { id: 'cpu', name: 'CPU', reason: null },
    progress: [0, 1, 2, 3, 4, 5, 6],
    isCounted: true,
    isSplit: true,
  })
  expect(sum).toBeCloseTo(stages.network.median, 9)
  expect(inStages / total.median).toBeGreaterThan(0.7)
  expect(inStages / total.median).toBeLessThan(1.3)
  expect(rows.filter(({ ms }) => ms > 0).length).toBeGreaterThan(5)
})

test('a GPU that is slower than the CPU is not measured, and says why', patience, async () => {
  const { inference } = await openInference({ env: webgpuEnvironment() })
  await expect(inference.latency({ ...job, device: 'webgpu' })).rejects.toMatchObject({
    code: 'latency.unavailable',
    message: expect.stringContaining('WebGPU: It computes slower than the CPU here') as string,
  })
})

test('errors of the model are answered, and nothing is measured', async () => {
  const { inference } = await openInference()
  const model = { ...tiny, text: tiny.text.replace('Conv', 'Konv') }
  const { latency, issues } = await inference.latency({ ...job, model })
  expect([latency, issues.map(({ code }) => code)]).toEqual([null, ['row.unknown-module']])
})

test('measuring that is given up ends at once, and the next task is done', async () => {
  const { inference } = await openInference()
  const controller = new AbortController()
  const measuring = inference.latency({ ...job, runs: 1000 }, { signal: controller.signal, onProgress: () => controller.abort() })
  await expect(measuring).rejects.toThrow()
  expect((await inference.latency({ ...job, runs: 1 })).latency!.runs).toBe(1)
})

test('a network cut behind its rows takes longer with every row, and all of it is accounted for', async () => {
  const network = planText(tiny, builtin).network!
  const pixels = await decodeImage(catPath)
  const place = letterbox([pixels.height, pixels.width], network.largest, { fit: 'pad', multipleOf: network.multipleOf })
  const feeds = createFeeds()
  const fed = await feeds.of(network, feeds.seen(pixels, place), place)
  const round: Measuring['round'] = async (run) => {
    const start = performance.now()
    await run(fed)
    const took = performance.now() - start
    return { decode: 0, fit: 0, feed: 0, run: took, select: 0, total: took }
  }
  const nothing = () => undefined
  // The CPU can be measured so, too, where no GPU is at hand.
  const found = await measureByCuts('cpu', { network, place, feeds, image: catPath, runs: 3, round, onProgress: nothing, onWork: nothing })
  if ('issues' in found) throw new Error('expected no issues')
  const sum = found.rows.reduce((all, { ms }) => all + ms, found.other)
  expect([found.how, found.rows.map(({ to }) => to)]).toEqual(['cuts', Array.from({ length: network.parts!.rows }, (_, i) => i)])
  expect(sum).toBeCloseTo(found.stages.network.median, 9)
  expect(found.rows.reduce((all, { ms }) => all + ms, 0)).toBeGreaterThan(0)
})
