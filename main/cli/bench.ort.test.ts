import { beforeAll, expect, test } from 'vitest'
import type { InferenceStarter } from '../services/inference/process/inference-child'
import { testStarter } from '../services/inference/tests/inference-program'
import { tinyPath, tinyWeights } from '../services/inference/tests/tiny'
import { runCommandLine } from './run'
import { type Ran, createFolder, graft, model } from './tests/run-cli'

const files = createFolder()
let inference: InferenceStarter
beforeAll(async () => {
  inference = await testStarter()
})

async function bench(...args: string[]): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []]
  const output = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) }
  const code = await runCommandLine(['bench', ...args], '1.2.3', output, { inference })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

interface Report {
  readonly device: { id: string }
  readonly runs: number
  readonly imgsz: number[]
  readonly rows: { from: number; module: string | null; ms: number; share: number; gflops: number | null }[]
  readonly other: number
  readonly stages: Record<string, { median: number; p95: number }>
  readonly total: { median: number }
}

const tiny = (...args: string[]) => bench(tinyPath, '--weights', tinyWeights, '--device', 'cpu', '--runs', '3', '--imgsz', '64', ...args)

test('says what every row takes, the rest, and every stage', async () => {
  const { code, out, err } = await tiny()
  const words = out.replace(/\d+\.\d+/g, 'N').replace(/  +/g, ' ')
  expect([code, err]).toEqual([0, ''])
  expect(words.split('\n').slice(0, 2)).toEqual(['# module ms share ms/GFLOP', '0 Conv N N % N'])
  expect(words).toMatch(/ other N N %\n network N N %\n\n/)
  expect(words).toMatch(/median ms p95 ms\n ?decode N N\ntransfer N N\npreprocess N N\nnetwork N N\nselect N N\ntotal N N\n/)
  expect(words).toMatch(/\nCPU(, \d+ threads?)? · 64×64 · medians of 3 runs$/)
})

test('--json has rows that add up to the network', async () => {
  const { code, out } = await tiny('--json')
  const { rows, other, stages, device, runs, imgsz } = JSON.parse(out) as Report
  expect([code, device.id, runs, imgsz, rows[0]!.module]).toEqual([0, 'cpu', 3, [64, 64], 'Conv'])
  expect(rows.reduce((sum, { ms }) => sum + ms, other)).toBeCloseTo(stages['network']!.median, 9)
})

test('of an ONNX file rows are told by the names of its nodes', async () => {
  const path = files.path('tiny.onnx')
  expect((await graft('export', tinyPath, '--format', 'onnx', '--imgsz', '64', '-o', path)).code).toBe(0)
  const { code, out } = await bench(path, '--device', 'cpu', '--runs', '2', '--json')
  const { rows } = JSON.parse(out) as Report
  const ofText = JSON.parse((await tiny('--json')).out) as Report
  expect([code, rows.length, rows[0]!.module, rows[0]!.gflops]).toEqual([0, ofText.rows.length, null, null])
})

test('an error of the model is 1, a file that is not there 3', async () => {
  const broken = files.write('broken.yaml', model(['[-1, 1, Konv, [8]]']))
  expect([
    (await bench(broken)).code,
    (await bench(files.path('gone.yaml'))).code,
    (await tiny('--image', files.path('gone.jpg'))).code,
  ]).toEqual([1, 3, 3])
})

test.each([
  [[], 'MODEL is missing'],
  [[tinyPath, '--runs', '0'], '--runs takes a whole number from 1 to 1000, got 0'],
  [[tinyPath, '--device', 'tpu'], '--device takes auto, cuda, dml, coreml, webgpu, cpu, got tpu'],
])('%j is wrong usage', async (args, message) => {
  const ran = await bench(...args)
  expect([ran.code, ran.out, ran.err.split('\n')[0]]).toEqual([2, '', expect.stringContaining(message)])
})
