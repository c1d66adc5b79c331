import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { builtin } from '../../../kernels'
import { decodeOnnx } from '../../../tests/decode-onnx'
import { temporaryFolder } from '../../../tests/temporary-folder'
import type { Progress } from '../../contract/call'
import { createClient } from '../../contract/client'
import { type ModelSource, type OnnxChoices, host as contract } from '../../contract/host'
import { memoryPorts } from '../../contract/port'
import { type Dialogs, createHost } from '../host'

const assets = new URL('../../../assets/', import.meta.url)
const template = (name: string) => readFileSync(new URL(`models/${name}`, assets), 'utf8')
const yolov8: ModelSource = { name: 'yolov8n.yaml', text: template('yolov8.yaml'), imgsz: [64, 64] }
const broken: ModelSource = { ...yolov8, text: yolov8.text.replace('[[-1, 9], 1, Concat', '[[-1, 15], 1, Concat') }

/** A window on a host that may write to one folder. */
async function start(dialogs?: Dialogs) {
  const folder = temporaryFolder()
  const options = { version: '1', library: builtin, dataFolder: temporaryFolder(), bulkUrl: '/bulk/' }
  const host = await createHost({ ...options, folders: [folder], ...(dialogs === undefined ? {} : { dialogs }) })
  onTestFinished(() => host.close())
  const [client, server] = memoryPorts()
  host.connect(server)
  return { folder, host, window: createClient(contract, client), to: (name: string) => ({ path: join(folder, name) }) }
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    ({ code }: { code: string }) => code,
  )

test('a model becomes an ONNX file where the user wants it, and the bytes are counted on the way', async () => {
  const { window, to } = await start()
  const seen: Progress[] = []
  const onProgress = (progress: Progress) => void seen.push(progress)
  const done = await window.call('export.write', { model: yolov8, format: 'onnx', to: to('a.onnx') }, { onProgress })
  const bytes = readFileSync(to('a.onnx').path)
  expect(done).toEqual({ files: [{ name: 'a.onnx', path: to('a.onnx').path, handle: null, bytes: bytes.length }], issues: [] })
  expect(seen.at(-1)).toEqual({ done: bytes.length, total: bytes.length })
  expect(decodeOnnx(bytes).graph!.output!.map(({ name }) => name)).toEqual(['output0'])
})

test('a download lies nowhere of the user’s, and is gone when it is discarded', async () => {
  const { window, folder, host } = await start()
  const done = await window.call('export.write', { model: yolov8, format: 'md', to: { download: true, name: '../table.md' } })
  const [file] = done!.files
  const offered = host.bulk.find(file!.handle!)!
  expect([file!.name, file!.path, statSync(offered.path).size, readdirSync(folder)]).toEqual(['table.md', null, file!.bytes, []])
  await window.call('bulk.discard', { handle: file!.handle! })
  expect(existsSync(offered.path)).toBe(false)
})

test('clean YAML leaves out what only Graft reads', async () => {
  const { window, to } = await start()
  const model = { ...yolov8, text: `${yolov8.text}graft: { v: 1, target: ultralytics@8.3.63 }\n` }
  await window.call('export.write', { model, format: 'yaml', to: to('a.yaml') })
  expect(readFileSync(to('a.yaml').path, 'utf8')).toBe(yolov8.text)
})

test('an export that is given up leaves no file', async () => {
  const { window, folder, to } = await start()
  const controller = new AbortController()
  const options = { signal: controller.signal, onProgress: () => controller.abort() }
  await expect(window.call('export.write', { model: yolov8, format: 'onnx', to: to('a.onnx') }, options)).rejects.toThrow()
  await expect.poll(() => readdirSync(folder)).toEqual([])
})

test('a file that is there is replaced only when that was agreed to', async () => {
  const { window, to } = await start()
  writeFileSync(to('a.csv').path, 'mine')
  const job = { model: yolov8, format: 'csv' } as const
  expect(await codeOf(window.call('export.write', { ...job, to: to('a.csv') }))).toBe('file.exists')
  expect(readFileSync(to('a.csv').path, 'utf8')).toBe('mine')
  await window.call('export.write', { ...job, to: { ...to('a.csv'), overwrite: true } })
  expect(readFileSync(to('a.csv').path, 'utf8')).not.toBe('mine')
})

test('places that cannot be written to each have their code', async () => {
  const { window, folder, to } = await start()
  mkdirSync(join(folder, 'sub'))
  const places = [{ path: '/etc/a.csv' }, to('gone/a.csv'), { ...to('sub'), overwrite: true }]
  const codes = await Promise.all(places.map((place) => codeOf(window.call('export.write', { model: yolov8, format: 'csv', to: place }))))
  expect(codes).toEqual(['file.not-allowed', 'folder.missing', 'file.not-a-file'])
})

const canMount = process.platform === 'linux' && process.getuid?.() === 0

test.skipIf(!canMount)('a full disk leaves the file that was there (needs root, to mount a small disk)', async () => {
  const { window, folder, to } = await start()
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'graft', folder]).status).toBe(0)
  onTestFinished(() => void spawnSync('umount', [folder]))
  writeFileSync(to('a.onnx').path, 'mine')
  const job = { model: yolov8, format: 'onnx', to: { ...to('a.onnx'), overwrite: true } } as const
  expect(await codeOf(window.call('export.write', job))).toBe('file.disk-full')
  expect([readFileSync(to('a.onnx').path, 'utf8'), readdirSync(folder)]).toEqual(['mine', ['a.onnx']])
})

test('a model that PyTorch would refuse is no ONNX file, and says where', async () => {
  const { window, folder, to } = await start()
  const done = await window.call('export.write', { model: broken, format: 'onnx', to: to('a.onnx') })
  expect([done!.files, done!.issues.map(({ code, where }) => [code, where.row]), readdirSync(folder)]).toEqual([
    [],
    [['shape.concat', 20]],
    [],
  ])
})

test('a file in half precision, with NMS, says so, and which Graft wrote it when', async () => {
  const { window, to } = await start()
  const write = (name: string, onnx: OnnxChoices) => window.call('export.write', { model: yolov8, format: 'onnx', onnx, to: to(name) })
  const [whole, half] = [await write('whole.onnx', {}), await write('half.onnx', { half: true, nms: true })]
  const { graph, metadataProps } = decodeOnnx(readFileSync(to('half.onnx').path))
  const said = Object.fromEntries(metadataProps!.map(({ key, value }) => [key, value]))
  expect([said['author'], said['version'], Math.abs(Date.parse(said['date']!) - Date.now()) < 60_000]).toEqual(['Graft', '1', true])
  expect(graph!.output![0]!.type!.tensorType!.shape!.dim!.map((d) => Number(d.dimValue))).toEqual([1, 84, 6])
  expect(half!.files[0]!.bytes / whole!.files[0]!.bytes).toBeLessThan(0.53)
})

test('NMS for a model that gives each object once is an issue', async () => {
  const { window, folder, to } = await start()
  const model = { ...yolov8, name: 'yolo26n.yaml', text: template('yolo26.yaml') }
  const done = await window.call('export.write', { model, format: 'onnx', onnx: { nms: true }, to: to('a.onnx') })
  expect([done!.files, done!.issues.filter((i) => i.severity === 'error').map((i) => i.code), readdirSync(folder)]).toEqual([
    [],
    ['onnx.no-nms'],
    [],
  ])
})

test('an operator set that cannot be written is an issue', async () => {
  const { window, to } = await start()
  const done = await window.call('export.write', { model: yolov8, format: 'onnx', onnx: { opset: 9 }, to: to('a.onnx') })
  expect([done!.files, done!.issues.map(({ code }) => code)]).toEqual([[], ['onnx.unsupported']])
})

test('weights that are not there, or are none, have their code', async () => {
  const { window, to } = await start()
  writeFileSync(to('bad.safetensors').path, 'no weights')
  const sources = [{ handle: 'gone' }, { path: '/etc/passwd' }, to('gone.safetensors'), to('bad.safetensors')]
  const codes = sources.map((weights) =>
    codeOf(window.call('export.write', { model: yolov8, format: 'onnx', onnx: { weights }, to: to('a.onnx') })),
  )
  expect(await Promise.all(codes)).toEqual(['bulk.missing', 'file.not-allowed', 'file.missing', 'weights.unreadable'])
})

test('a host with dialogs asks; whoever thinks better of it gets nothing', async () => {
  const elsewhere = join(temporaryFolder(), 'chosen.csv')
  const answers = [null, elsewhere]
  const dialogs = { open: () => Promise.resolve(null), choose: () => Promise.resolve(null), save: () => Promise.resolve(answers.shift()!) }
  const { window } = await start(dialogs)
  const ask = () => window.call('export.write', { model: yolov8, format: 'csv', to: { ask: true, suggestedName: 'a.csv' } })
  expect([await ask(), (await ask())?.files[0]?.path, existsSync(elsewhere)]).toEqual([null, elsewhere, true])
})
