import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { builtin } from '../../../kernels'
import { temporaryFolder } from '../../../tests/temporary-folder'
import { createClient } from '../../contract/client'
import { host as contract } from '../../contract/host'
import { memoryPorts } from '../../contract/port'
import { createHost } from '../host'
import { checkpointProgram } from './tests/checkpoint-program'

const fixture = (name: string) => join(import.meta.dirname, '../../../graph-core/weights/fixtures', name)

/** Two windows on a host that may read one folder, with fixtures in it. */
async function start(...names: string[]) {
  const folder = temporaryFolder()
  for (const name of names) copyFileSync(fixture(name), join(folder, name))
  const options = {
    version: '1',
    library: builtin,
    dataFolder: temporaryFolder(),
    bulkUrl: '/bulk/',
    checkpointProgram: await checkpointProgram(),
  }
  const host = await createHost({ ...options, folders: [folder] })
  onTestFinished(() => host.close())
  const connect = () => {
    const [client, server] = memoryPorts()
    host.connect(server)
    return createClient(contract, client)
  }
  const [window, other] = [connect(), connect()]
  return { folder, host, window, other, open: (name: string) => window.call('checkpoint.open', { file: { path: join(folder, name) } }) }
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    ({ code }: { code: string }) => code,
  )

test('a checkpoint says what it is, lists its tensors part by part, and has the statistics of each', async () => {
  const { window, open } = await start('ultralytics_style_ema.pt')
  const { checkpoint, meta, ...summary } = await open('ultralytics_style_ema.pt')
  expect(summary).toEqual({ format: 'pt', tensors: 135, values: 104_019, bytes: 2 * 104_019 + 21 * 6 }) // 21 counters stay int64
  expect([meta['from'], meta['epoch'], (meta['yaml'] as string).startsWith('nc: 3\n')]).toEqual(['ema', 7, true])
  const { tensors } = await window.call('checkpoint.tensors', { checkpoint, from: 133, count: 50 })
  expect(tensors.map(({ name }) => name).at(-1)).toBe('model.8.dfl.conv.weight')
  // The weights of DFL are the numbers 0 to 15.
  const { sha256, histogram, ...numbers } = await window.call('checkpoint.statistics', { checkpoint, name: 'model.8.dfl.conv.weight' })
  expect([sha256!.length, numbers]).toEqual([
    64,
    { min: 0, max: 15, mean: 7.5, deviation: Math.sqrt((16 ** 2 - 1) / 12), zeros: 1, nans: 0, infinities: 0 },
  ])
  expect([histogram.length, histogram.filter((n) => n === 1).length, histogram[0], histogram.at(-1)]).toEqual([48, 16, 1, 1])
})

test('a checkpoint that a user opens is listed among the files opened last, one that a model takes weights of is not', async () => {
  const { window, folder, open } = await start('ok_handmade.pt', 'state_dict.pt')
  await open('state_dict.pt')
  await window.call('checkpoint.open', { file: { path: join(folder, 'ok_handmade.pt') }, isRecent: true })
  expect((await window.call('recent.list', {})).files.map(({ name }) => name)).toEqual(['ok_handmade.pt'])
})

test('a hostile file, a broken one and one that may not be read have their codes, and the next one opens', async () => {
  const { folder, open } = await start('evil.pt', 'zip_bomb.pt', 'ok_handmade.pt')
  writeFileSync(join(folder, 'text.pt'), 'no checkpoint')
  const codes = []
  for (const name of ['evil.pt', 'zip_bomb.pt', 'text.pt', 'gone.pt', '../etc/passwd']) codes.push(await codeOf(open(name)))
  expect(codes).toEqual(['weights.unsafe', 'weights.too-large', 'weights.unreadable', 'file.missing', 'file.not-allowed'])
  expect((await open('ok_handmade.pt')).tensors).toBe(1)
})

test('a window sees only the checkpoints it opened, and none that it closed', async () => {
  const { window, other, open } = await start('ok_handmade.pt')
  const { checkpoint } = await open('ok_handmade.pt')
  const ask = (who: typeof window, name = 'w') => codeOf(who.call('checkpoint.statistics', { checkpoint, name }))
  const before = [await ask(window), await ask(window, 'x'), await ask(other)]
  await window.call('checkpoint.close', { checkpoint })
  expect([...before, await ask(window)]).toEqual([null, 'checkpoint.missing', 'checkpoint.missing', 'checkpoint.missing'])
})

test('values that a file lost while it was open are told', async () => {
  const { window, folder, open } = await start('state_dict.pt')
  const { checkpoint } = await open('state_dict.pt')
  writeFileSync(join(folder, 'state_dict.pt'), 'short')
  expect(await codeOf(window.call('checkpoint.statistics', { checkpoint, name: 'half' }))).toBe('host.failed')
  expect((await window.call('checkpoint.tensors', { checkpoint, from: 0, count: 1 })).tensors).toHaveLength(1)
})

test('a file that was brought is spoken of under the name it was brought with', async () => {
  const { host, window } = await start()
  const bytes = Buffer.from('no weights at all')
  const { handle } = await window.call('bulk.receive', { name: 'best (1).pt', size: bytes.length })
  await host.bulk.fill(handle, Readable.from([bytes]))
  const said = await window.call('checkpoint.open', { file: { handle } }).catch((error: unknown) => (error as Error).message)
  expect(said).toMatch(/^best \(1\)\.pt cannot be read as weights/)
})
