/** What goes wrong in the process that runs models stays there: too much memory, a driver that hangs, ends at bad moments. */
import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { webgpuEnvironment } from '../../../scripts/environment.mjs'
import { temporaryFolder } from '../../../tests/temporary-folder'
import { tinyJob } from './tests/tiny'
import { openInference, patience, slow, small } from './tests/watched-inference'

const isGone = (pid: number) => !existsSync(`/proc/${pid}`)

describe('too much memory', () => {
  test('ends the run with its reason; the next one works, and all hear of it', async () => {
    const { inference, restarts } = await openInference({ memoryLimit: 512 * 2 ** 20 })
    await inference.run(tinyJob)
    await expect(inference.run(slow)).rejects.toMatchObject({
      code: 'inference.out-of-memory',
      message: 'Running the model took more than 512 MB, the most memory it may have.',
    })
    expect([(await inference.run(tinyJob)).result!.detections.length, restarts]).toEqual([
      8,
      ['Running the model took more than 512 MB, the most memory it may have.'],
    ])
  })

  test('is measured by the limit that holds when a run begins', async () => {
    const { inference } = await openInference({ memoryLimit: 64 * 2 ** 20 })
    await expect(inference.run(tinyJob)).rejects.toMatchObject({ code: 'inference.out-of-memory' })
    inference.limitMemory(undefined)
    expect((await inference.run(tinyJob)).result!.detections).toHaveLength(8)
  })

  test('is no reason to leave a device out', async () => {
    const { inference } = await openInference({ env: webgpuEnvironment(), memoryLimit: 64 * 2 ** 20 })
    await expect(inference.run({ ...small, device: 'webgpu' })).rejects.toMatchObject({ code: 'inference.out-of-memory' })
    inference.limitMemory(undefined)
    expect((await inference.run({ ...small, device: 'webgpu' })).result!.device).toMatchObject({ id: 'webgpu', reason: null })
  }, 120_000)
})

// A process that is stopped says nothing any more, as one in a driver that hangs.
describe.skipIf(process.platform !== 'linux')('a device that hangs in a run', () => {
  const begin = async (deviceLimit: number) => {
    const opened = await openInference({ env: webgpuEnvironment(), deviceLimit })
    const controller = new AbortController()
    const running = opened.inference.run({ ...small, device: 'webgpu' }, controller.signal)
    await vi.waitFor(
      () => expect(opened.replies).toContainEqual(expect.objectContaining({ type: 'trying', device: 'webgpu', isTrial: false })),
      patience,
    )
    const [hung] = opened.pids()
    process.kill(hung!, 'SIGSTOP')
    return { ...opened, running, controller, hung: hung! }
  }

  test('is given up after a time that grows with the CPU’s, and the run goes on with the next one', async () => {
    const { running, replies, restarts, hung } = await begin(300)
    const { device } = (await running).result!
    const onCpu = replies.flatMap((reply) => (reply.type === 'trying' && reply.device === 'webgpu' ? (reply.onCpu ?? []) : []))[0]!
    const limit = Number(/for ([\d.]+) s/.exec(device.reason!)![1])
    expect([device.id, restarts.length, isGone(hung)]).toEqual(['cpu', 1, true])
    expect(limit / ((300 + 20 * onCpu) / 1000)).toBeCloseTo(1, 1)
    expect(device.reason).toMatch(/^WebGPU: It did not answer for [\d.]+ s, where the CPU takes [\d.]+ s\.$/)
  }, 60_000)

  test('is ended at once when the user gives the run up', async () => {
    const { inference, running, controller, hung } = await begin(600_000)
    controller.abort(new Error('enough'))
    await expect(running).rejects.toThrow('enough')
    expect((await inference.run(tinyJob)).result!.detections).toHaveLength(8)
    await vi.waitFor(() => expect(isGone(hung)).toBe(true), patience)
  }, 60_000)
})

test('of runs given up one after the other none is heard of again, and the next one works', async () => {
  const { inference, children, restarts } = await openInference()
  for (let i = 0; i < 3; i++) {
    const controller = new AbortController()
    const running = inference.run(slow, controller.signal)
    controller.abort(new Error(`enough ${i}`))
    await expect(running).rejects.toThrow(`enough ${i}`)
  }
  expect([(await inference.run(tinyJob)).result!.detections.length, children.length, restarts]).toEqual([8, 4, []])
})

test.skipIf(process.platform !== 'linux')('closing while the process starts leaves none behind', async () => {
  const { inference, pids } = await openInference()
  const running = inference.run(tinyJob)
  const [pid] = pids()
  inference.close()
  await expect(running).rejects.toMatchObject({ code: 'inference.unavailable' })
  await vi.waitFor(() => expect(isGone(pid!)).toBe(true), patience)
})

test.skipIf(process.platform !== 'linux')('a process that never gets ready fails what waits for it', async () => {
  const { inference, pids, restarts } = await openInference({ startLimit: 1 })
  await expect(inference.run(tinyJob)).rejects.toMatchObject({ code: 'inference.unavailable' })
  expect(restarts).toEqual([])
  await vi.waitFor(() => expect(pids()).toEqual([]), patience)
})

test('onnxruntime tells its makers nothing: it leaves none of the files it would do that with', async () => {
  const [temporary, home] = [temporaryFolder(), temporaryFolder()]
  const { inference } = await openInference({ env: { TMPDIR: temporary, HOME: home } })
  await inference.run(tinyJob)
  expect([readdirSync(temporary), readdirSync(home)]).toEqual([[], []])
})
