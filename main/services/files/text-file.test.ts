import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { temporaryFolder } from '../../../tests/temporary-folder'
import { createFileAccess } from './access'
import { openTextFile, saveTextFile } from './text-file'
import { type WatchOptions, watchFile } from './watch-file'

/** A file with this text in a folder of its own. */
function file(text: string | Uint8Array, name = 'model.yaml'): string {
  const path = join(temporaryFolder(), name)
  writeFileSync(path, text)
  return path
}
const content = (path: string) => readFileSync(path, 'utf8')

test('what is opened and saved unchanged has every byte it had, byte order mark and line ends too', async () => {
  const bytes = Buffer.from('\ufeffnc: 80\r\n# 中文 \ud83d\ude00\r')
  const path = file(bytes)
  const { ref, text } = await openTextFile(path)
  await saveTextFile(path, text, { expected: ref.version })
  expect(readFileSync(path)).toEqual(bytes)
})

test.each([
  ['file.missing', () => join(temporaryFolder(), 'gone.yaml')],
  ['file.not-a-file', () => temporaryFolder()],
  ['file.not-text', () => file(Uint8Array.of(0x6e, 0xff, 0xfe))],
  ['file.too-large', () => file(new Uint8Array(8 * 2 ** 20 + 1))],
])('opening tells %s', async (code, make) => {
  await expect(openTextFile(make())).rejects.toMatchObject({ code })
})

test('a device is not opened as text', async () => {
  await expect(openTextFile('/dev/zero')).rejects.toMatchObject({ code: 'file.not-a-file' })
})

test('a save gives the version the next save is held to', async () => {
  const path = file('a')
  const { ref } = await openTextFile(path)
  const second = await saveTextFile(path, 'b', { expected: ref.version })
  await saveTextFile(path, 'c', { expected: second.version })
  expect(content(path)).toBe('c')
})

test('a file that another program changed is not overwritten, and nothing is left beside it', async () => {
  const path = file('a')
  const { ref } = await openTextFile(path)
  writeFileSync(path, 'theirs')
  await expect(saveTextFile(path, 'mine', { expected: ref.version })).rejects.toMatchObject({ code: 'file.changed' })
  expect([content(path), readdirSync(join(path, '..'))]).toEqual(['theirs', ['model.yaml']])
})

test('a change of the same length and time is seen', async () => {
  const path = file('aaaa')
  const { ref } = await openTextFile(path)
  const { atime, mtime } = statSync(path)
  writeFileSync(path, 'bbbb')
  utimesSync(path, atime, mtime)
  await expect(saveTextFile(path, 'mine', { expected: ref.version })).rejects.toMatchObject({ code: 'file.changed' })
})

test('a file that was only touched is saved', async () => {
  const path = file('a')
  const { ref } = await openTextFile(path)
  utimesSync(path, 1, 1)
  await saveTextFile(path, 'mine', { expected: ref.version })
  expect(content(path)).toBe('mine')
})

test('a changed file is overwritten when that is what the user wants', async () => {
  const path = file('a')
  await saveTextFile(path, 'mine')
  expect(content(path)).toBe('mine')
})

test('of two windows that save one file at once, one is refused and none is mixed', async () => {
  const path = file('a')
  const { ref } = await openTextFile(path)
  const both = await Promise.allSettled(['one', 'two'].map((text) => saveTextFile(path, text, { expected: ref.version })))
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(content(path)).toBe('one')
})

test('a file that was deleted is put back', async () => {
  const path = file('a')
  const { ref } = await openTextFile(path)
  rmSync(path)
  await saveTextFile(path, 'mine', { expected: ref.version })
  expect(content(path)).toBe('mine')
})

test('a folder that was deleted is named', async () => {
  const path = file('a')
  const { ref } = await openTextFile(path)
  rmSync(join(path, '..'), { recursive: true })
  await expect(saveTextFile(path, 'mine', { expected: ref.version })).rejects.toMatchObject({ code: 'folder.missing' })
})

test('a read-only file is not replaced, not even by root', async () => {
  const path = file('a')
  chmodSync(path, 0o444)
  const { ref, isReadOnly } = await openTextFile(path)
  await expect(saveTextFile(path, 'mine', { expected: ref.version })).rejects.toMatchObject({ code: 'file.unwritable' })
  expect([isReadOnly, content(path)]).toEqual([true, 'a'])
})

test('a new file is not saved over one that is there', async () => {
  const path = file('a')
  await expect(saveTextFile(path, 'mine', { expected: null })).rejects.toMatchObject({ code: 'file.exists' })
  expect(content(path)).toBe('a')
})

test('permissions and links are kept', async () => {
  const path = file('a')
  chmodSync(path, 0o640)
  const link = join(path, '..', 'link.yaml')
  symlinkSync('model.yaml', link)
  const { ref } = await openTextFile(link)
  await saveTextFile(link, 'mine', { expected: ref.version })
  expect([content(path), content(link), statSync(path).mode & 0o777]).toEqual(['mine', 'mine', 0o640])
})

test.skipIf(process.getuid?.() !== 0)('a file saved by root stays its owner’s', async () => {
  const path = file('a')
  chownSync(path, 1234, 1235)
  await saveTextFile(path, 'mine')
  const { uid, gid } = statSync(path)
  expect([uid, gid]).toEqual([1234, 1235])
})

/** A disk of some kilobytes; null where the system does not let us have one. */
function smallDisk(): string | null {
  const folder = temporaryFolder()
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status !== 0) return null
  onTestFinished(() => void spawnSync('umount', [folder]))
  return folder
}

test('a full disk leaves the old file and tells what to do', async ({ skip }) => {
  const folder = smallDisk()
  if (folder === null) return skip('no small disk can be mounted here')
  const path = join(folder, 'model.yaml')
  writeFileSync(path, 'a')
  const { ref } = await openTextFile(path)
  await expect(saveTextFile(path, 'x'.repeat(100_000), { expected: ref.version })).rejects.toMatchObject({ code: 'file.disk-full' })
  expect([content(path), readdirSync(folder)]).toEqual(['a', ['model.yaml']])
})

const watching: [string, WatchOptions][] = [
  ['told by the system', { everyMs: 60_000, settleMs: 10 }],
  ['looking now and then', { everyMs: 20, useSystem: false }],
]

test.each(watching)('a change by another program is told with its version (%s)', async (_, options) => {
  const path = file('a')
  const { ref } = await openTextFile(path)
  const told = vi.fn()
  const watch = watchFile(path, ref.version, told, options)
  onTestFinished(watch.close)
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(told).not.toHaveBeenCalled()
  writeFileSync(`${path}.new`, 'theirs')
  renameSync(`${path}.new`, path)
  await vi.waitFor(async () => expect(told.mock.calls).toEqual([[(await openTextFile(path)).ref.version]]), { timeout: 5000 })
  rmSync(path)
  await vi.waitFor(() => expect(told).toHaveBeenLastCalledWith(null), { timeout: 5000 })
})

test('one’s own save is not told', async () => {
  const path = file('a')
  const { ref } = await openTextFile(path)
  const told = vi.fn()
  const watch = watchFile(path, ref.version, told, { settleMs: 10, everyMs: 20 })
  onTestFinished(watch.close)
  const saved = await saveTextFile(path, 'mine', { expected: ref.version })
  watch.expect(saved.version)
  await new Promise((resolve) => setTimeout(resolve, 120))
  expect(told).not.toHaveBeenCalled()
})

test('only files in the named folders, and those the user chose, may be named', async () => {
  const folder = temporaryFolder()
  const outside = file('secret')
  mkdirSync(join(folder, 'sub'))
  symlinkSync(outside, join(folder, 'link.yaml'))
  symlinkSync(join(outside, '..'), join(folder, 'elsewhere'))
  const access = createFileAccess([folder])
  const allowed = async (path: string) =>
    access.check(path).then(
      () => true,
      () => false,
    )
  const paths = [
    'a.yaml',
    'sub/new.yaml',
    'sub/../a.yaml',
    '.a.yaml',
    '.ssh/config.yaml',
    '../a.yaml',
    'link.yaml',
    'elsewhere/model.yaml',
    'elsewhere/new.yaml',
  ]
  expect(await Promise.all(paths.map((path) => allowed(join(folder, path))))).toEqual(paths.map((_, k) => k < 3))
  expect(await allowed(`${folder}x/a.yaml`)).toBe(false)
  await access.grant(outside)
  expect([await allowed(outside), await allowed(join(outside, '..', 'other.yaml'))]).toEqual([true, false])
})
