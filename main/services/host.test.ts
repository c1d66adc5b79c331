import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { builtin } from '../../kernels'
import { temporaryFolder } from '../../tests/temporary-folder'
import { createClient } from '../contract/client'
import { host as contract } from '../contract/host'
import { memoryPorts } from '../contract/port'
import { type HostOptions, createHost } from './host'

const document = 'document-1'

/** A host that may use one folder, and windows on it. */
async function start(options: Partial<HostOptions> = {}) {
  const folder = temporaryFolder()
  const dataFolder = options.dataFolder ?? temporaryFolder()
  const bugs: unknown[] = []
  const onBug = (error: unknown) => bugs.push(error)
  const host = await createHost({ version: '1', library: builtin, folders: [folder], bulkUrl: '/bulk/', onBug, ...options, dataFolder })
  onTestFinished(() => host.close())
  const open = () => {
    const [client, server] = memoryPorts()
    host.connect(server)
    return createClient(contract, client)
  }
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  return { host, folder, dataFolder, open, write, bugs, window: open() }
}

/** A model file opened in a window. */
async function opened(options: Partial<HostOptions> = {}) {
  const all = await start(options)
  const path = all.write('model.yaml', 'nc: 80\n')
  const file = (await all.window.call('document.open', { path }))!
  return { ...all, path, ref: file.ref, text: file.text }
}

const record = (text: string) => ({
  document,
  head: { name: 'Untitled', path: null, version: null },
  revision: 0,
  change: { text },
})

test('a file is opened, changed, saved and saved again', async () => {
  const { window, path, ref } = await opened()
  const saved = await window.call('document.save', { document, ref, text: 'nc: 20\n' })
  await window.call('document.save', { document, ref: saved.ref, text: 'nc: 10\n' })
  expect(readFileSync(path, 'utf8')).toBe('nc: 10\n')
})

test('every failure to open has its code', async () => {
  const { window, folder, write } = await start()
  mkdirSync(join(folder, 'sub'))
  writeFileSync(join(folder, 'binary'), Uint8Array.of(0xff, 0xfe))
  symlinkSync('/etc/passwd', join(folder, 'link'))
  symlinkSync('circle', join(folder, 'circle'))
  write('large', 'x'.repeat(8 * 2 ** 20 + 1))
  const names = ['gone', 'gone/more', 'sub', 'binary', 'large', 'link', '../model.yaml', 'circle', 'a\0b', `${'n'.repeat(300)}`]
  const codes = names.map((name) =>
    window.call('document.open', { path: `${folder}/${name}` }).then(
      () => null,
      ({ code }: { code: string }) => code,
    ),
  )
  expect(await Promise.all(codes)).toEqual([
    'file.missing',
    'file.missing',
    'file.not-a-file',
    'file.not-text',
    'file.too-large',
    'file.not-allowed',
    'file.not-allowed',
    'file.missing',
    'call.invalid',
    'file.missing',
  ])
})

test('a file that another program changed is refused, then overwritten when forced', async () => {
  const { window, path, ref } = await opened()
  writeFileSync(path, 'theirs')
  await expect(window.call('document.save', { ref, text: 'mine' })).rejects.toMatchObject({ code: 'file.changed' })
  expect(readFileSync(path, 'utf8')).toBe('theirs')
  await window.call('document.save', { ref, text: 'mine', force: true })
  expect(readFileSync(path, 'utf8')).toBe('mine')
})

test('a save that fails keeps the journal', async () => {
  const { window, path, ref, open } = await opened()
  await window.call('journal.record', record('mine'))
  chmodSync(path, 0o444)
  await expect(window.call('document.save', { document, ref, text: 'mine' })).rejects.toMatchObject({ code: 'file.unwritable' })
  rmSync(join(path, '..'), { recursive: true })
  await expect(window.call('document.save', { document, ref, text: 'mine' })).rejects.toMatchObject({ code: 'folder.missing' })
  window.close()
  await vi.waitFor(async () => expect((await open().call('journal.list', {})).entries).toHaveLength(1))
  expect(await open().call('journal.restore', { document })).toMatchObject({ text: 'mine', name: 'Untitled' })
})

test('a full disk is told by save, save as and the journal, and nothing is lost', async ({ skip }) => {
  const small = temporaryFolder()
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', small]).status !== 0) return skip('no small disk can be mounted here')
  onTestFinished(() => void spawnSync('umount', ['-l', small]))
  const { window } = await start({ folders: [small] })
  const path = join(small, 'model.yaml')
  const { ref } = (await window.call('document.saveAs', { path, text: 'old' }))!
  const text = 'x'.repeat(200_000)
  await expect(window.call('document.save', { ref, text })).rejects.toMatchObject({ code: 'file.disk-full' })
  await expect(window.call('document.saveAs', { path: join(small, 'b.yaml'), text })).rejects.toMatchObject({ code: 'file.disk-full' })
  expect([readdirSync(small), readFileSync(path, 'utf8')]).toEqual([['model.yaml'], 'old'])
  const other = await start({ dataFolder: join(small, 'data') })
  await expect(other.window.call('journal.record', record(text))).rejects.toMatchObject({ code: 'file.disk-full' })
  writeFileSync(join(small, 'data', 'fill'), new Uint8Array(64 * 1024))
  await expect(other.window.call('settings.set', { settings: { panels: text } })).rejects.toMatchObject({ code: 'file.disk-full' })
  expect(await other.window.call('settings.get', {})).toEqual({ settings: {}, notices: [] })
})

test('save as refuses a file that is there, until the user agrees', async () => {
  const { window, write, folder } = await start()
  const path = write('there.yaml', 'theirs')
  await expect(window.call('document.saveAs', { path, text: 'mine' })).rejects.toMatchObject({ code: 'file.exists' })
  expect(await window.call('document.saveAs', { path, text: 'mine', overwrite: true })).toMatchObject({ name: 'there.yaml' })
  await expect(window.call('document.saveAs', { path: join(folder, '..', 'b.yaml'), text: '' })).rejects.toMatchObject({
    code: 'file.not-allowed',
  })
  await expect(window.call('document.saveAs', { path: join(folder, 'no', 'b.yaml'), text: '' })).rejects.toMatchObject({
    code: 'folder.missing',
  })
  await expect(window.call('document.saveAs', { path: folder, text: '', overwrite: true })).rejects.toMatchObject({
    code: 'file.not-a-file',
  })
})

test('of two windows on one file the second to save is refused and told what happened', async () => {
  const { window, open, path, ref } = await opened()
  const second = open()
  await second.call('document.open', { path })
  const [inFirst, inSecond] = [vi.fn(), vi.fn()]
  window.on('document.changedOnDisk', inFirst)
  second.on('document.changedOnDisk', inSecond)
  await window.call('document.watch', { ref })
  await second.call('document.watch', { ref })
  const saved = await window.call('document.save', { ref, text: 'first' })
  await expect(second.call('document.save', { ref, text: 'second' })).rejects.toMatchObject({ code: 'file.changed' })
  await vi.waitFor(() => expect(inSecond).toHaveBeenCalledWith({ path, version: saved.ref.version }), { timeout: 5000 })
  expect(inFirst).not.toHaveBeenCalled()
  await second.call('document.close', { document, path })
  writeFileSync(path, 'outside')
  await vi.waitFor(() => expect(inFirst).toHaveBeenCalledTimes(1), { timeout: 5000 })
  expect(inSecond).toHaveBeenCalledTimes(1)
})

test('a checkpoint chosen in the dialog may then be read; without dialogs the path must be named', async () => {
  const chosen = join(temporaryFolder(), 'best.safetensors')
  const nothing = () => Promise.resolve(null)
  const { window } = await start({
    dialogs: { open: nothing, save: nothing, choose: (what) => Promise.resolve(what === 'weights' ? chosen : null) },
  })
  const model = { name: 'a.yaml', text: 'nc: 3\nbackbone:\n  - [-1, 1, Conv, [8, 3, 2]]\nhead: []\n', imgsz: [64, 64] as [number, number] }
  const read = () =>
    window.call('export.write', { model, format: 'onnx', onnx: { weights: { path: chosen } }, to: { download: true, name: 'a.onnx' } })
  await expect(read()).rejects.toMatchObject({ code: 'file.not-allowed' })
  expect(await window.call('file.choose', { what: 'weights' })).toEqual({ path: chosen, name: 'best.safetensors' })
  await expect(read()).rejects.toMatchObject({ code: 'file.missing' })
  expect(await window.call('file.choose', { what: 'image' })).toBeNull()
  const without = await start()
  await expect(without.window.call('file.choose', { what: 'image' })).rejects.toMatchObject({ code: 'host.unable' })
})

test('the dialog that asks for a model is another one than that for checkpoints and models', async () => {
  const choose = vi.fn(() => Promise.resolve(null))
  const open = vi.fn(() => Promise.resolve(null))
  const { window } = await start({ dialogs: { open, save: () => Promise.resolve(null), choose } })
  expect(await window.call('file.choose', { what: 'model' })).toBeNull()
  expect([choose.mock.calls, open.mock.calls]).toEqual([[['model']], []])
})

test('a file the window may touch is shown in its folder, where the host can', async () => {
  const showInFolder = vi.fn()
  const { window, path } = await opened({ showInFolder })
  await window.call('file.showInFolder', { path })
  await expect(window.call('file.showInFolder', { path: '/etc/passwd' })).rejects.toMatchObject({ code: 'file.not-allowed' })
  expect(showInFolder.mock.calls).toEqual([[path]])
  const without = await opened()
  await expect(without.window.call('file.showInFolder', { path: without.path })).rejects.toMatchObject({ code: 'host.unable' })
})

test('with dialogs the user names the files, also outside of the folders; giving up is no error', async () => {
  const outside = temporaryFolder()
  writeFileSync(join(outside, 'a.yaml'), 'a')
  const answers = [join(outside, 'a.yaml'), null]
  const dialogs = {
    open: () => Promise.resolve(answers.shift() ?? null),
    save: (name: string) => Promise.resolve(join(outside, name)),
    choose: () => Promise.resolve(null),
  }
  const { window } = await start({ dialogs })
  const chosen = await window.call('file.choose', { what: 'openable' })
  const file = await window.call('document.open', { path: chosen!.path })
  expect([file.text, await window.call('file.choose', { what: 'openable' })]).toEqual(['a', null])
  await window.call('document.save', { ref: file.ref, text: 'b' })
  await window.call('document.saveAs', { text: 'c', suggestedName: 'c.yaml' })
  expect(['a.yaml', 'c.yaml'].map((name) => readFileSync(join(outside, name), 'utf8'))).toEqual(['b', 'c'])
})

test('without dialogs a path must be named', async () => {
  const { window } = await start()
  await expect(window.call('file.choose', { what: 'openable' })).rejects.toMatchObject({ code: 'host.unable' })
  await expect(window.call('document.saveAs', { text: '' })).rejects.toMatchObject({ code: 'host.unable' })
})

test('what was opened once is recent, and may be opened again by a host started elsewhere', async () => {
  const { path, dataFolder } = await opened()
  const { window } = await start({ dataFolder })
  expect((await window.call('recent.list', {})).files).toMatchObject([{ path, name: 'model.yaml' }])
  expect(await window.call('document.open', { path })).toMatchObject({ text: 'nc: 80\n' })
})

test('a recent file that was taken away says so, until it is taken off the list', async () => {
  const { window, path } = await opened()
  rmSync(path)
  const { files } = await window.call('recent.list', {})
  await window.call('recent.remove', { path })
  expect([files, await window.call('recent.list', {})]).toMatchObject([[{ path, isMissing: true }], { files: [] }])
})

test('a file that is no longer recent is outside again', async () => {
  const { path, dataFolder } = await opened()
  const { window } = await start({ dataFolder })
  await window.call('recent.clear', {})
  await expect(window.call('document.open', { path })).rejects.toMatchObject({ code: 'file.not-allowed' })
})

test('a document of a window that is gone can be restored, edited on, saved, and is then over', async () => {
  const { window, open, folder } = await start()
  await window.call('journal.record', record('mine'))
  const second = open()
  expect((await second.call('journal.list', {})).entries).toEqual([])
  await expect(second.call('journal.restore', { document })).rejects.toMatchObject({ code: 'journal.missing' })
  await expect(second.call('journal.discard', { document })).rejects.toMatchObject({ code: 'journal.missing' })
  window.close()
  await vi.waitFor(async () => expect((await second.call('journal.list', {})).entries).toMatchObject([{ document, path: null }]))
  const { text, revision } = await second.call('journal.restore', { document })
  const splices = [{ at: text.length, remove: 0, insert: ' and more' }]
  const next = { ...record(''), revision: revision + 1, change: { base: revision, splices } }
  expect(await second.call('journal.record', next)).toEqual({ kept: true })
  await second.call('document.saveAs', { document, path: join(folder, 'new.yaml'), text: 'mine and more' })
  second.close()
  await expect(open().call('journal.restore', { document })).rejects.toMatchObject({ code: 'journal.missing' })
})

test('a closed document is not offered again', async () => {
  const { window, open } = await start()
  await window.call('journal.record', record('mine'))
  await window.call('document.close', { document })
  window.close()
  expect((await open().call('journal.list', {})).entries).toEqual([])
})

test('changes are on the disk when the host is closed at once', async () => {
  const { host, window, dataFolder } = await start()
  const recorded = window.call('journal.record', record('mine')).catch(() => undefined)
  await window.call('capabilities', {})
  await host.close()
  await recorded
  const [folder] = readdirSync(join(dataFolder, 'journal'))
  expect(readFileSync(join(dataFolder, 'journal', folder!, `${document}.journal`), 'utf8')).toContain('"mine"')
})

test('settings changed in one window reach the others', async () => {
  const { window, open } = await start()
  const told = vi.fn()
  open().on('settings.changed', told)
  await window.call('settings.set', { settings: { theme: 'dark' } })
  await vi.waitFor(() => expect(told).toHaveBeenCalledWith({ settings: { theme: 'dark' } }))
})

test('recent files that cannot be kept do not keep a file from opening', async () => {
  const { window, dataFolder, write, bugs } = await start()
  mkdirSync(join(dataFolder, 'recent.json'))
  expect(await window.call('document.open', { path: write('a.yaml', 'a') })).toMatchObject({ text: 'a' })
  expect(bugs).toMatchObject([{ code: 'file.not-a-file' }])
})

test('a folder is listed with folders and the files people open, and only where that is allowed', async () => {
  const { window, folder, write } = await start()
  for (const name of ['b.yaml', 'a.onnx', 'notes.txt', '.hidden.yaml']) write(name, '')
  mkdirSync(join(folder, 'sub'))
  const roots = await window.call('folder.list', {})
  const { entries } = await window.call('folder.list', { path: roots.entries[0]!.path })
  expect(entries.map(({ name, isFolder }) => [name, isFolder])).toEqual([['a.onnx', false], ['b.yaml', false], ['sub', true]]) // prettier-ignore
  await expect(window.call('folder.list', { path: join(folder, '..') })).rejects.toMatchObject({ code: 'file.not-allowed' })
  await expect(window.call('folder.list', { path: join(folder, 'gone') })).rejects.toMatchObject({ code: 'file.missing' })
})

test('a host whose data folder cannot be made says so', async () => {
  const path = join(temporaryFolder(), 'file')
  writeFileSync(path, '')
  await expect(start({ dataFolder: join(path, 'data') })).rejects.toMatchObject({ code: 'folder.missing' })
})
