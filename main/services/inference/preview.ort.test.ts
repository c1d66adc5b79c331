/** Previews as a window has them: over the contract, files by paths and handles. */
import { copyFileSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { builtin } from '../../../kernels'
import { temporaryFolder } from '../../../tests/temporary-folder'
import { createClient } from '../../contract/client'
import { host as contract } from '../../contract/host'
import { memoryPorts } from '../../contract/port'
import { createHost } from '../host'
import type { InferenceChild, InferenceStarter } from './process/inference-child'
import { testStarter } from './tests/inference-program'
import type { TextModel } from './process/messages'
import { catPath, differences, expected, tiny, tinyWeights } from './tests/tiny'
import { patience, slow } from './tests/watched-inference'

async function start({ hasInference = true, hasFolder = true, dataFolder = temporaryFolder() } = {}) {
  const folder = temporaryFolder()
  const starter = await testStarter()
  const children: InferenceChild[] = []
  const inference: InferenceStarter = {
    start() {
      children.push(starter.start())
      return children.at(-1)!
    },
  }
  const bugs: unknown[] = []
  const chosen: { path: string | null } = { path: null }
  const host = await createHost({
    version: '1',
    library: builtin,
    folders: hasFolder ? [folder] : [],
    dialogs: { open: () => Promise.resolve(null), save: () => Promise.resolve(null), choose: () => Promise.resolve(chosen.path) },
    bulkUrl: '/bulk/',
    dataFolder,
    onBug: (error) => bugs.push(error),
    ...(hasInference ? { inference } : {}),
  })
  onTestFinished(() => host.close())
  const open = () => {
    const [client, server] = memoryPorts()
    host.connect(server)
    return createClient(contract, client)
  }
  copyFileSync(tinyWeights, join(folder, 'w.safetensors'))
  const job = {
    model: { name: tiny.name, text: tiny.text, imgsz: [640, 640] as [number, number] },
    weights: { path: join(folder, 'w.safetensors') },
    image: { sample: 'cat.jpg' },
    device: 'cpu',
    conf: 0.25,
    iou: 0.7,
  } as const
  return { host, folder, children, bugs, open, window: open(), job, chosen, dataFolder }
}

test('a window runs a model on the sample, sees it, and moves the threshold', async () => {
  const { window, host, job, bugs } = await start()
  const { result, issues } = await window.call('preview.run', job)
  const picture = host.bulk.find(result!.picture.handle)!
  expect([differences(result!.detections, expected.detections), issues, result!.device, bugs]).toEqual([
    [],
    [],
    { id: 'cpu', name: 'CPU', reason: null },
    [],
  ])
  expect([await sharp(picture.path).metadata(), result!.picture.width, result!.picture.height]).toMatchObject([
    { format: 'jpeg', width: 451, height: 300 },
    451,
    300,
  ])
  const { detections } = await window.call('preview.select', { run: result!.run, conf: 0.5, iou: 0.7 })
  expect(detections).toEqual(result!.detections.filter((d) => d.score > 0.5))
})

test('an image from the user’s own machine comes by a handle', async () => {
  const { window, host, job } = await start()
  const bytes = await sharp(catPath).rotate(90).png().toBuffer()
  const { handle } = await window.call('bulk.receive', { name: 'mine.png', size: bytes.length })
  await host.bulk.fill(handle, Readable.from([bytes]))
  const { result } = await window.call('preview.run', { ...job, image: { handle } })
  expect([result!.picture.width, result!.picture.height]).toEqual([300, 451])
})

test('the picture of a run is gone with the next run, and with the window', async () => {
  const { window, host, job } = await start()
  const pictureOf = async () => host.bulk.find((await window.call('preview.run', job)).result!.picture.handle)!.path
  const first = await pictureOf()
  const second = await pictureOf()
  expect([existsSync(first), existsSync(second)]).toEqual([false, true])
  window.close()
  await vi.waitFor(() => expect(existsSync(second)).toBe(false), patience)
})

test('two windows have a run each', async () => {
  const { window, open, job } = await start()
  const other = open()
  const [first, second] = await Promise.all([window.call('preview.run', job), other.call('preview.run', job)])
  for (const { result } of [first, second]) {
    expect((await window.call('preview.select', { run: result!.run, conf: 0.5, iou: 0.7 })).detections).toHaveLength(2)
  }
})

test('a model that cannot be built is told with its issues', async () => {
  const { window, job } = await start()
  const run = async (text: string) => {
    const { result, issues } = await window.call('preview.run', { ...job, model: { ...job.model, text } })
    return [result, ...new Set(issues.filter((i) => i.severity === 'error').map((i) => i.code))]
  }
  const concat =
    'nc: 3\nbackbone:\n  - [-1, 1, Conv, [8, 3, 2]]\n  - [-1, 1, Conv, [8, 3, 2]]\nhead:\n  - [[0, 1], 1, Concat, [1]]\n  - [[-1], 1, Detect, [nc]]\n'
  const headless = 'nc: 3\nbackbone:\n  - [-1, 1, Conv, [8, 3, 2]]\nhead:\n  - [-1, 1, Conv, [8, 3, 2]]\n'
  expect([await run(concat), await run(headless), await run(`ch: 4\n${tiny.text}`)]).toEqual([
    [null, 'shape.concat'],
    [null, 'preview.no-head'],
    [null, 'preview.channels'],
  ])
})

test('weights that fit a part of the model are carried there, and each run says what was not', async () => {
  const { window, job } = await start()
  const model = { ...job.model, text: tiny.text.replace('[8, 3, 2]', '[16, 3, 2]') }
  const runs = [await window.call('preview.run', { ...job, model }), await window.call('preview.run', { ...job, model })]
  const told = runs.map(({ result, issues }) => [result !== null, ...issues.map((i) => `${i.severity} ${i.code}`)])
  expect(told).toEqual([
    [true, 'warning weights.missing', 'warning weights.unused'],
    [true, 'warning weights.missing', 'warning weights.unused'],
  ])
})

test('every failure has its code', async () => {
  const { window, folder, job } = await start()
  const without = await start({ hasInference: false })
  writeFileSync(join(folder, 'text.jpg'), 'no image')
  writeFileSync(join(folder, 'bad.safetensors'), 'no weights')
  const calls = [
    window.call('preview.run', { ...job, image: { path: join(folder, 'gone.jpg') } }),
    window.call('preview.run', { ...job, image: { path: join(folder, 'text.jpg') } }),
    window.call('preview.run', { ...job, image: { path: '/etc/passwd' } }),
    window.call('preview.run', { ...job, image: { sample: '../README.md' } }),
    window.call('preview.run', { ...job, image: { handle: 'nobody' } }),
    window.call('preview.run', { ...job, weights: { path: join(folder, 'gone.safetensors') } }),
    window.call('preview.run', { ...job, weights: { path: join(folder, 'bad.safetensors') } }),
    window.call('preview.select', { run: 'nobody', conf: 0.25, iou: 0.7 }),
    without.window.call('devices.list', {}),
  ]
  const codes = calls.map((call) => call.then(() => null, ({ code }: { code: string }) => code)) // prettier-ignore
  expect(await Promise.all(codes)).toEqual([
    'file.missing',
    'image.unreadable',
    'file.not-allowed',
    'file.missing',
    'bulk.missing',
    'file.missing',
    'weights.unreadable',
    'preview.missing',
    'inference.unavailable',
  ])
})

test('weights that are no numbers give no boxes, and no failure', async () => {
  const { window, folder, job } = await start()
  const bytes = readFileSync(tinyWeights)
  // The last kilobyte of a tensor of halves, as NaN.
  bytes.fill(0xff, bytes.length - 1024)
  writeFileSync(join(folder, 'nan.safetensors'), bytes)
  const { result } = await window.call('preview.run', { ...job, weights: { path: join(folder, 'nan.safetensors') } })
  expect(result!.detections.every(({ box, score }) => [...box, score].every(Number.isFinite))).toBe(true)
  const { detections } = await window.call('preview.select', { run: result!.run, conf: 0, iou: 0.7, best: 20 })
  expect(detections.every(({ box, score }) => [...box, score].every(Number.isFinite))).toBe(true)
})

test('all windows hear that the process was started again', async () => {
  const { window, open, job, children } = await start()
  const heard: string[] = []
  for (const each of [window, open()]) each.on('preview.restarted', ({ reason }) => heard.push(reason))
  await window.call('preview.run', job)
  children[0]!.kill()
  await vi.waitFor(() => expect(heard).toEqual(['It was ended by SIGKILL.', 'It was ended by SIGKILL.']), patience)
  expect((await window.call('preview.run', job)).result!.detections).toHaveLength(8)
})

test('devices are told to the window', async () => {
  const { window } = await start()
  const { devices } = await window.call('devices.list', {})
  expect(devices.at(-1)).toEqual({ id: 'cpu', name: 'CPU', refusal: null, isForeign: false })
})

test('devices are tried out as soon as the host starts', async () => {
  const { children } = await start()
  expect(children).toHaveLength(1)
})

test('the device the user chose is the same after a restart', async () => {
  const { host, window, dataFolder } = await start()
  await window.call('settings.set', { settings: { device: 'webgpu', inferenceMemory: 4096 } })
  await host.close()
  const again = await start({ dataFolder })
  expect((await again.window.call('settings.get', {})).settings).toEqual({ device: 'webgpu', inferenceMemory: 4096 })
})

test('running models keep to the memory the user lets them have', async () => {
  const { window, job } = await start()
  await window.call('settings.set', { settings: { inferenceMemory: 512 } })
  const model = { ...job.model, text: (slow.model as TextModel).text }
  await expect(window.call('preview.run', { ...job, model, weights: { seed: 0 } })).rejects.toMatchObject({
    code: 'inference.out-of-memory',
  })
})

test('a model made ready runs at once; steps are told', async () => {
  const { window, job } = await start()
  const { model, weights, image, device } = job
  const steps: unknown[] = []
  const ready = await window.call('preview.prepare', { model, weights, image, device }, { onProgress: ({ what }) => steps.push(what) })
  const { result } = await window.call('preview.run', job)
  expect([ready, steps]).toEqual([{ device: { id: 'cpu', name: 'CPU', reason: null }, issues: [] }, ['read', 'build', 'load']])
  expect(result!.times.build).toBeLessThan(10)
})

describe('the images of a folder', () => {
  const fill = (folder: string) => {
    for (const name of ['img10.png', 'img2.JPG', 'img1.bmp', 'notes.txt', '.hidden.png']) writeFileSync(join(folder, name), '')
    symlinkSync(catPath, join(folder, 'linked.jpg'))
  }
  const namesOf = ({ images }: { images: { name: string }[] }) => images.map(({ name }) => name)

  test('come in the order people count, from the folder or from one of them; links that lead out of it do not', async () => {
    const { window, folder } = await start()
    fill(folder)
    const expected = ['img1.bmp', 'img2.JPG', 'img10.png']
    const both = [
      await window.call('preview.sources', { path: folder }),
      await window.call('preview.sources', { path: join(folder, 'img2.JPG') }),
    ]
    expect(both.map(namesOf)).toEqual([expected, expected])
  })

  test('that lies elsewhere are refused', async () => {
    const { window } = await start()
    await expect(window.call('preview.sources', { path: temporaryFolder() })).rejects.toMatchObject({ code: 'file.not-allowed' })
  })

  test('may be opened when the user chose the folder; of an image chosen alone the neighbours stay unseen', async () => {
    const { window, folder, chosen, job } = await start({ hasFolder: false })
    fill(folder)
    copyFileSync(catPath, join(folder, 'img2.JPG'))
    const image = (name: string) => window.call('preview.run', { ...job, weights: { seed: 0 }, image: { path: join(folder, name) } })
    chosen.path = join(folder, 'img10.png')
    await window.call('file.choose', { what: 'image' })
    const alone = namesOf(await window.call('preview.sources', { path: chosen.path }))
    await expect(image('img2.JPG')).rejects.toMatchObject({ code: 'file.not-allowed' })
    chosen.path = folder
    await window.call('file.choose', { what: 'folder' })
    const all = namesOf(await window.call('preview.sources', { path: folder }))
    expect([alone, all, (await image('img2.JPG')).result!.picture.width]).toEqual([
      ['img10.png'],
      ['img1.bmp', 'img2.JPG', 'img10.png'],
      451,
    ])
  })
})
