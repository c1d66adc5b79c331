/** The process that runs models: tasks, their ends, and what becomes of the others. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { collectBytes } from '../../../graph-core/byte-stream'
import { namedModules } from '../../../graph-core/onnx/model-export'
import { stateNames } from '../../../graph-core/onnx/weight-source'
import { initialise } from '../../../graph-core/weights/initialise'
import { type WritableTensor, writeSafetensors } from '../../../graph-core/weights/write-safetensors'
import { builtin } from '../../../kernels'
import { webgpuEnvironment } from '../../../scripts/environment.mjs'
import { temporaryFolder } from '../../../tests/temporary-folder'
import { HostError } from '../../contract/host-error'
import { analyzeText } from '../models/analyze-file'
import { hasCudaPart } from './devices/cuda-part'
import { forkStarter } from './process/fork-starter'
import { createInference } from './inference'
import type { Reply, RunJob } from './process/messages'
import { lateDriver } from './tests/late-driver'
import { differences, expected, tiny, tinyJob } from './tests/tiny'
import { openInference, patience, slow, small } from './tests/watched-inference'

const noGpu = { VK_ICD_FILENAMES: '/nowhere' }

test('the second run of a model neither builds nor loads it again', async () => {
  const { inference } = await openInference()
  const first = (await inference.run(tinyJob)).result!
  const second = (await inference.run({ ...tinyJob, conf: 0.3 })).result!
  expect(first.times.build).toBeGreaterThan(20 * second.times.build)
  expect(second.detections).toEqual(first.detections.filter((d) => d.score > 0.3))
})

test('a checkpoint that changed under its name is read again', async () => {
  const { inference } = await openInference()
  const file = join(temporaryFolder(), 'w.safetensors')
  const bytes = readFileSync((tiny.weights as { file: string }).file)
  writeFileSync(file, bytes)
  const job = { ...tinyJob, model: { ...tiny, weights: { file } } }
  const before = (await inference.run(job)).result!
  writeFileSync(file, Buffer.concat([bytes.subarray(0, -4096), Buffer.alloc(4096)]))
  const after = (await inference.run(job)).result!
  expect(after.detections).not.toEqual(before.detections)
})

test('selecting again leaves the network alone, and gives the best on demand', async () => {
  const { inference } = await openInference()
  const { run } = (await inference.run({ ...tinyJob, conf: 0.9 })).result!
  const again = await inference.select({ run, conf: 0.25, iou: 0.7 })
  const best = await inference.select({ run, conf: 0.99, iou: 0.7, best: 20 })
  expect(differences(again, expected.detections)).toEqual([])
  expect([best.length, differences(best.slice(0, 8), expected.detections)]).toEqual([20, []])
})

test('of an untrained model the 20 best are there, though their scores are nearly nothing', async () => {
  const { inference } = await openInference()
  const { result } = await inference.run({ ...tinyJob, model: { ...tiny, weights: { seed: 0 } } })
  const best = await inference.select({ run: result!.run, conf: 0.25, iou: 0.7, best: 20 })
  expect([result!.detections, best.length, best[0]!.score]).toEqual([[], 20, result!.highest])
})

test('a run that is forgotten cannot be selected from', async () => {
  const { inference } = await openInference()
  const { run } = (await inference.run(tinyJob)).result!
  inference.forget(run)
  await expect(inference.select({ run, conf: 0.25, iou: 0.7 })).rejects.toMatchObject({ code: 'preview.missing' })
})

describe('a process that dies', () => {
  test('in the middle of a run fails that run alone; those that wait are done by the next one', async () => {
    const { inference, children, restarts } = await openInference()
    await inference.run(tinyJob)
    const running = inference.run(slow)
    const waiting = inference.run(tinyJob)
    children[0]!.kill()
    await expect(running).rejects.toMatchObject({ code: 'inference.crashed', message: expect.stringContaining('SIGKILL') as string })
    expect(differences((await waiting).result!.detections, expected.detections)).toEqual([])
    expect([children.length, restarts]).toEqual([2, ['It was ended by SIGKILL.']])
  })

  test('while nobody asks is started again; what was selected from is gone, and said so', async () => {
    const { inference, children, restarts } = await openInference()
    const { run } = (await inference.run(tinyJob)).result!
    children[0]!.kill()
    await vi.waitFor(() => expect(restarts).toHaveLength(1), patience)
    await expect(inference.select({ run, conf: 0.25, iou: 0.7 })).rejects.toMatchObject({ code: 'preview.missing' })
    expect((await inference.run(tinyJob)).result!.detections).toHaveLength(8)
  })

  test('before it can say anything is not started over and over', async () => {
    const broken = join(temporaryFolder(), 'broken.mjs')
    writeFileSync(broken, "throw new Error('a library is missing')")
    const restarts: string[] = []
    const inference = createInference({ starter: forkStarter({ program: broken }), onRestart: (reason) => restarts.push(reason) })
    onTestFinished(() => inference.close())
    for (let i = 0; i < 2; i++) {
      await expect(inference.run(tinyJob)).rejects.toMatchObject({
        code: 'inference.unavailable',
        message: expect.stringContaining('a library is missing') as string,
      })
    }
    expect(restarts).toEqual([])
  })
})

test('a program that is not there fails every task with its cure', async () => {
  const missing = () => {
    throw new HostError('inference.unavailable', 'The program that runs models was not built.')
  }
  const inference = createInference({ starter: { start: missing } })
  for (const task of [inference.devices(), inference.run(tinyJob)])
    await expect(task).rejects.toMatchObject({ code: 'inference.unavailable' })
})

describe('a run that is given up', () => {
  test('ends at once, and the next one works', async () => {
    const { inference, children, restarts } = await openInference()
    await inference.run(tinyJob)
    const controller = new AbortController()
    const running = inference.run(slow, controller.signal)
    controller.abort(new Error('enough'))
    await expect(running).rejects.toThrow('enough')
    expect((await inference.run(tinyJob)).result!.detections).toHaveLength(8)
    expect([children.length, restarts]).toEqual([2, []])
  })

  test('while it waits leaves the process alone', async () => {
    const { inference, children } = await openInference()
    const first = inference.run(tinyJob)
    const controller = new AbortController()
    const second = inference.run(tinyJob, controller.signal)
    controller.abort(new Error('enough'))
    await expect(second).rejects.toThrow('enough')
    expect([(await first).result!.detections.length, children.length]).toEqual([8, 1])
  })
})

test('a selection that is given up leaves the process and its candidates alone', async () => {
  const { inference, children } = await openInference()
  const { run } = (await inference.run(tinyJob)).result!
  const controller = new AbortController()
  const selecting = inference.select({ run, conf: 0.25, iou: 0.7 }, controller.signal)
  controller.abort(new Error('another threshold'))
  await expect(selecting).rejects.toThrow('another threshold')
  expect([(await inference.select({ run, conf: 0.5, iou: 0.7 })).length, children.length]).toEqual([2, 1])
})

test('closing ends what runs and what waits', async () => {
  const { inference } = await openInference()
  const both = [inference.run(slow), inference.run(tinyJob)]
  inference.close()
  for (const run of both) await expect(run).rejects.toMatchObject({ code: 'inference.unavailable' })
})

test.skipIf(process.platform !== 'linux')(
  'fifty runs at several sizes leave no file open and no model in memory',
  async () => {
    const { inference, pids } = await openInference()
    const run = (i: number) => inference.run({ ...tinyJob, model: { ...tiny, imgsz: [320, 320 + 32 * (i % 3)] } })
    const look = () => {
      const [pid] = pids()
      const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1])
      return { handles: readdirSync(`/proc/${pid}/fd`).length, megabytes: kilobytes / 1024 }
    }
    for (let i = 0; i < 10; i++) await run(i)
    const early = look()
    for (let i = 0; i < 50; i++) await run(i)
    const late = look()
    expect(late.handles).toBeLessThanOrEqual(early.handles)
    expect(late.megabytes - early.megabytes).toBeLessThan(60)
  },
  60_000,
)

/** Starting values of a model with convolutions so large that every channel tells in the result. */
async function largeWeights(text: string): Promise<string> {
  const { model } = analyzeText(text, 'small.yaml', builtin, { imgsz: [64, 64] })
  const tensors = [...stateNames(namedModules(model))].map(([{ shape, init }, name]): WritableTensor => {
    const values = initialise(init, shape, 5, name)
    const bytes = new Uint8Array((shape.length === 4 ? values.map((value) => 3 * value) : values).buffer)
    return { name, shape, dtype: 'F32', byteLength: bytes.byteLength, read: () => bytes }
  })
  const file = join(temporaryFolder(), 'large.safetensors')
  writeFileSync(file, await collectBytes(writeSafetensors(tensors)))
  return file
}

describe('devices', () => {
  const openGpu = (options: Parameters<typeof openInference>[0] = {}) => openInference({ env: webgpuEnvironment(), ...options })
  test('are listed by preference; where one is missing people are told why', async () => {
    const { inference } = await openInference({ env: noGpu })
    const devices = await inference.devices()
    expect(devices.map(({ id, refusal }) => [id, refusal !== null])).toEqual(
      expect.arrayContaining([
        ['webgpu', true],
        ['cpu', false],
      ]),
    )
    expect(devices.map(({ id }) => id)).toEqual(['cuda', 'dml', 'coreml', 'webgpu', 'cpu'])
    for (const { refusal } of devices) expect(refusal ?? '').not.toMatch(/onnxruntime_src|Status::|\n/)
  })

  test('WebGPU gives the boxes of the CPU', async () => {
    const { inference } = await openGpu()
    const onGpu = (await inference.run({ ...small, device: 'webgpu' })).result!
    const onCpu = (await inference.run(small)).result!
    expect([onGpu.device, onCpu.device]).toEqual([
      { id: 'webgpu', name: 'WebGPU', reason: null },
      { id: 'cpu', name: 'CPU', reason: null },
    ])
    expect(Math.abs(onGpu.highest! - onCpu.highest!)).toBeLessThan(1e-6)
  }, 120_000)

  test('one that computes a model otherwise than the CPU is left out for it, the second time at once', async () => {
    const { inference } = await openGpu()
    // onnxruntime's WebGPU mixes up channels where a group of a convolution has six.
    const text = (small.model as { text: string }).text.replace('[8, 3, 2]]\nhead', '[24, 3, 2, None, 4]]\nhead')
    const weights = { file: await largeWeights(text) }
    const job: RunJob = { ...small, model: { ...small.model, text, weights } as RunJob['model'], device: 'webgpu' }
    const [first, second] = [(await inference.run(job)).result!, (await inference.run(job)).result!]
    const onCpu = (await inference.run({ ...job, device: 'cpu' })).result!
    const expectedDevice = { id: 'cpu', name: 'CPU', reason: 'WebGPU: It computes other numbers than the CPU for this model.' }
    expect([first.device, second.device, first.highest]).toEqual([expectedDevice, expectedDevice, onCpu.highest])
  }, 120_000)

  test('one that is slower than the CPU is not taken by itself, and the reason is given', async () => {
    const { inference } = await openGpu()
    const { device } = (await inference.run({ ...small, device: 'auto' })).result!
    expect([device.id, device.reason]).toEqual(['cpu', expect.stringContaining('WebGPU: It computes slower than the CPU here')])
  }, 120_000)

  test('where the chosen one is missing the next takes over and the reason is given', async () => {
    const { inference } = await openInference({ env: noGpu })
    const { device, detections } = (await inference.run({ ...tinyJob, device: 'webgpu' })).result!
    expect([device.id, device.reason]).toEqual(['cpu', expect.stringMatching(/^WebGPU: No GPU was found/)])
    expect(differences(detections, expected.detections)).toEqual([])
  })

  test('one that takes the process along in a run is left out until it is tried again, and the run goes on', async () => {
    const { inference, children, replies, restarts } = await openGpu()
    await inference.devices()
    const running = inference.run({ ...small, device: 'webgpu' })
    // The first run on a GPU in software takes seconds, in which the driver is made to fail.
    await vi.waitFor(
      () => expect(replies).toContainEqual(expect.objectContaining({ type: 'trying', device: 'webgpu', isTrial: false })),
      patience,
    )
    children[0]!.kill()
    const { device } = (await running).result!
    expect([device.id, device.reason]).toEqual(['cpu', 'WebGPU: It was ended by SIGKILL.'])
    const refusals = async (again: readonly 'webgpu'[]) =>
      (await inference.devices({ again })).map(({ id, refusal }) => id === 'webgpu' && refusal)
    expect([restarts, await refusals([]), await refusals(['webgpu'])]).toEqual([
      ['WebGPU: It was ended by SIGKILL.'],
      expect.arrayContaining(['It was ended by SIGKILL.']),
      expect.arrayContaining([null]),
    ])
  }, 120_000)

  test('one whose driver was installed since is found when it is tried again: by one new process, when the run at hand is over', async () => {
    const driver = lateDriver()
    const { inference, children, replies, restarts } = await openInference({ env: driver.env })
    const job: RunJob = { ...small, device: 'webgpu' }
    const { device, run } = (await inference.run(job)).result!
    driver.install()
    const [running, devices] = await Promise.all([inference.run(job), inference.devices({ again: ['webgpu', 'cuda'] })])
    const isTrial = (reply: Reply) => reply.type === 'trying' && reply.isTrial && reply.device === 'webgpu'
    expect([device.id, running.result!.device.id, children.length, replies.filter(isTrial).length, restarts]).toEqual([
      'cpu',
      'cpu',
      2,
      2,
      [],
    ])
    expect(devices.filter(({ id }) => id === 'webgpu')).toEqual([{ id: 'webgpu', name: 'WebGPU', refusal: null, isForeign: false }])
    expect((await inference.run(job)).result!.device).toEqual({ id: 'webgpu', name: 'WebGPU', reason: null })
    await expect(inference.select({ run, conf: 0.5, iou: 0.5 })).rejects.toMatchObject({ code: 'preview.missing' })
    await inference.devices()
    expect(children).toHaveLength(2)
  }, 120_000)

  test.skipIf(process.platform !== 'linux')(
    'one that never answers when it is tried again either is refused again, and not tried a third time',
    async () => {
      // A process that is stopped says nothing any more, as one in a driver that hangs.
      const onReply = (reply: Reply, pids: readonly number[]) => {
        if (reply.type === 'trying' && reply.isTrial && reply.device === 'webgpu') for (const pid of pids) process.kill(pid, 'SIGSTOP')
      }
      const { inference, children } = await openGpu({ trialLimit: 2000, onReply })
      await inference.devices()
      const before = children.length
      const found = (await inference.devices({ again: ['webgpu'] })).find(({ id }) => id === 'webgpu')
      expect([found?.refusal, children.length - before]).toEqual(['Trying the device out took too long.', 2])
    },
    60_000,
  )

  test.skipIf(process.platform !== 'linux')('what cannot be had here is told apart, and named only where it was chosen', async () => {
    const { inference } = await openInference({ env: noGpu })
    const foreign = (await inference.devices()).filter(({ isForeign }) => isForeign).map(({ id, refusal }) => [id, refusal])
    expect(foreign).toEqual([
      ...(hasCudaPart() ? [] : [['cuda', expect.stringContaining('CUDA')]]),
      ['dml', 'DirectML is part of Windows.'],
      ['coreml', 'CoreML is part of macOS.'],
    ])
    const reasonOn = async (device: RunJob['device']) => (await inference.run({ ...tinyJob, device })).result!.device.reason
    expect([await reasonOn('auto'), await reasonOn('dml')].map((reason) => reason?.match(/(\w+): /g))).toEqual([
      [...(hasCudaPart() ? ['CUDA: '] : []), 'WebGPU: '],
      ['DirectML: ', 'WebGPU: '],
    ])
  })

  test('one that never answers is given up', async () => {
    const { inference } = await openGpu({ trialLimit: 1 })
    const refusals = (await inference.devices()).map(({ refusal }) => refusal)
    expect(refusals).toContain('Trying the device out took too long.')
  }, 120_000)
})
