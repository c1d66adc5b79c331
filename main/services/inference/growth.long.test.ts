/** What a day of previews leaves behind: nothing. Through the real host, and the process it starts; sizes are read from Linux. */
import { readFileSync, readdirSync } from 'node:fs'
import sharp from 'sharp'
import { expect, onTestFinished, test, vi } from 'vitest'
import { builtin } from '../../../kernels'
import { temporaryFolder } from '../../../tests/temporary-folder'
import { createClient } from '../../contract/client'
import { host as contract } from '../../contract/host'
import { memoryPorts } from '../../contract/port'
import { createHost } from '../host'
import { decodeImage } from './images/image'
import type { InferenceChild, InferenceStarter } from './process/inference-child'
import type { Reply } from './process/messages'
import { testStarter } from './tests/inference-program'
import { tiny, tinyWeights } from './tests/tiny'
import { childrenOf, slow } from './tests/watched-inference'

const isLinux = process.platform === 'linux'

async function start() {
  const starter = await testStarter()
  let onStage = () => {}
  const inference: InferenceStarter = {
    start() {
      const child = starter.start()
      const onMessage: InferenceChild['onMessage'] = (listener) =>
        child.onMessage((message) => {
          if ((message as Reply).type === 'stage') onStage()
          listener(message)
        })
      return { ...child, onMessage }
    },
  }
  const before = childrenOf(process.pid)
  const temporary = temporaryFolder()
  vi.stubEnv('TMPDIR', temporary)
  onTestFinished(() => void vi.unstubAllEnvs())
  const folder = temporaryFolder()
  const host = await createHost({ version: '1', library: builtin, inference, folders: null, bulkUrl: '/bulk/', dataFolder: folder })
  onTestFinished(() => host.close())
  const [client, server] = memoryPorts()
  host.connect(server)
  const window = createClient(contract, client)
  const job = {
    model: { name: tiny.name, text: tiny.text, imgsz: [640, 640] as [number, number] },
    weights: { path: tinyWeights },
    image: { sample: 'cat.jpg' },
    device: 'cpu',
    conf: 0.25,
    iou: 0.7,
  } as const
  /** Megabytes and open files of the host and of its process, and files left in the system’s folder. */
  const look = () => {
    global.gc?.()
    const [child] = childrenOf(process.pid).filter((pid) => !before.includes(pid))
    const of = (pid: number) => ({
      megabytes: Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024,
      files: readdirSync(`/proc/${pid}/fd`).length,
    })
    const left = readdirSync(temporary, { recursive: true }).length
    return { host: of(process.pid), child: of(child!), left }
  }
  /** When the process begins to build the next model. */
  const begun = () => new Promise<void>((resolve) => (onStage = resolve))
  return { window, job, look, begun }
}
type Look = ReturnType<Awaited<ReturnType<typeof start>>['look']>

function growth(early: Look, late: Look) {
  const of = (side: 'host' | 'child') => ({
    megabytes: Math.round(late[side].megabytes - early[side].megabytes),
    files: late[side].files - early[side].files,
  })
  const found = { host: of('host'), child: of('child'), left: late.left - early.left }
  console.log(JSON.stringify({ ...found, child: { ...found.child, now: Math.round(late.child.megabytes) } }))
  return found
}

/** Megabytes that two looks at the same program may differ by: what a collector has not collected yet. */
const slack = 80

function expectNoGrowth({ host, child, left }: ReturnType<typeof growth>) {
  expect(Math.max(host.megabytes, child.megabytes)).toBeLessThan(slack)
  expect(Math.max(host.files, child.files, left)).toBeLessThanOrEqual(1)
}

test.skipIf(!isLinux)('a thousand previews', async () => {
  const { window, job, look } = await start()
  const run = async (i: number) => {
    const { result } = await window.call('preview.run', { ...job, conf: 0.2 + (i % 5) / 10 })
    if (i % 3 === 0) await window.call('preview.select', { run: result!.run, conf: 0.5, iou: 0.7 })
  }
  for (let i = 0; i < 100; i++) await run(i)
  const early = look()
  for (let i = 0; i < 1000; i++) await run(i)
  expectNoGrowth(growth(early, look()))
})

test.skipIf(!isLinux)('a hundred models one after the other', async () => {
  const { window, job, look } = await start()
  const run = async (i: number) => {
    const text = job.model.text.replace('[8, 3, 2]', `[${8 * (1 + (i % 60))}, 3, 2]`)
    const { model, weights, image, device } = { ...job, model: { ...job.model, text }, weights: { seed: i } }
    if (i % 2 === 0) await window.call('preview.prepare', { model, weights, image, device })
    await window.call('preview.run', { ...job, model, weights })
  }
  for (let i = 0; i < 30; i++) await run(i)
  const early = look()
  for (let i = 30; i < 130; i++) await run(i)
  expectNoGrowth(growth(early, look()))
})

test.skipIf(!isLinux)('a hundred runs given up', async () => {
  const { window, job, look, begun } = await start()
  const model = { ...job.model, text: (slow.model as typeof tiny).text }
  const giveUp = async () => {
    const controller = new AbortController()
    const running = window.call('preview.run', { ...job, model, weights: { seed: 0 } }, { signal: controller.signal })
    await begun()
    controller.abort()
    await expect(running).rejects.toThrow()
  }
  const settle = async () => {
    for (let i = 0; i < 3; i++) await window.call('preview.run', job)
  }
  for (let i = 0; i < 10; i++) await giveUp()
  await settle()
  const early = look()
  for (let i = 0; i < 100; i++) {
    await giveUp()
    if (i % 10 === 0) await window.call('preview.run', job)
  }
  await settle()
  expectNoGrowth(growth(early, look()))
})

test('an image of 144 megapixels is decoded', async () => {
  const path = `${temporaryFolder()}/large.png`
  const flat = sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: '#1e90ff' }, limitInputPixels: false })
  await flat.png({ compressionLevel: 1 }).toFile(path)
  const { data, width, height } = await decodeImage(path)
  expect([width, height, data.length, ...data.subarray(-3)]).toEqual([12_000, 12_000, 3 * 144e6, 0x1e, 0x90, 0xff])
})
