import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { builtin } from '../../../../kernels'
import { temporaryFolder } from '../../../../tests/temporary-folder'
import type { InputOf } from '../../../contract/call'
import { createClient } from '../../../contract/client'
import { host as contract } from '../../../contract/host'
import { memoryPorts } from '../../../contract/port'
import { createHost } from '../../host'

/** A window on a host that may write to one folder; without a program that runs models, which drawing needs none of. */
async function start(saveTo?: (folder: string) => string | null) {
  const folder = temporaryFolder()
  const dialogs = { open: () => Promise.resolve(null), choose: () => Promise.resolve(null), save: () => Promise.resolve(saveTo!(folder)) }
  const options = { version: '1', library: builtin, dataFolder: temporaryFolder(), bulkUrl: '/bulk/', folders: [folder] }
  const host = await createHost({ ...options, ...(saveTo && { dialogs }) })
  onTestFinished(() => host.close())
  const [client, server] = memoryPorts()
  host.connect(server)
  return { folder, host, window: createClient(contract, client) }
}

const job: Omit<InputOf<typeof contract, 'preview.draw'>, 'to'> = {
  image: { sample: 'cat.jpg' },
  detections: [{ box: [100, 100, 200, 200], score: 0.9, class: 0 }],
  names: ['cat'],
  form: 'png',
}

test('what was found is drawn where it is, in full size, and to be fetched', async () => {
  const { window, host } = await start()
  const drawn = await window.call('preview.draw', { ...job, to: { download: true, name: 'a.png' } })
  const picture = sharp(host.bulk.find(drawn!.handle!)!.path)
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)]
  expect([info.width, info.height, at(150, 100)]).toEqual([451, 300, [0x77, 0xaa, 0xdd]])
})

test('the ending a user gives the file in the dialog is the form it gets', async () => {
  const { window, folder } = await start((folder) => join(folder, 'mine.jpg'))
  expect(await window.call('preview.draw', { ...job, to: { ask: true, suggestedName: 'a.png' } })).toEqual({
    name: 'mine.jpg',
    path: join(folder, 'mine.jpg'),
    handle: null,
  })
  expect((await sharp(readFileSync(join(folder, 'mine.jpg'))).metadata()).format).toBe('jpeg')
})

test('whoever gives the dialog up gets nothing', async () => {
  const { window, folder } = await start(() => null)
  expect([await window.call('preview.draw', { ...job, to: { ask: true, suggestedName: 'a.png' } }), readdirSync(folder)]).toEqual([
    null,
    [],
  ])
})
