import { execFileSync } from 'node:child_process'
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../tests/temporary-folder'
import { openFileSource } from './file-source'

function fileWith(text: string): string {
  const path = join(temporaryFolder(), 'file')
  writeFileSync(path, text)
  return path
}

test('a file is read anywhere, exactly', async () => {
  const source = await openFileSource(fileWith('0123456789'))
  const parts = [await source.read(3, 4), await source.read(0, 1), await source.read(10, 0)].map((bytes) => Buffer.from(bytes).toString())
  await source.close()
  expect({ size: source.size, parts }).toEqual({ size: 10, parts: ['3456', '0', ''] })
})

test('a read past the end fails instead of coming back short', async () => {
  const source = await openFileSource(fileWith('0123456789'))
  await expect(source.read(8, 3)).rejects.toThrow(RangeError)
  await source.close()
})

test('a file that shrinks while it is read fails', async () => {
  const path = fileWith('0123456789')
  const source = await openFileSource(path)
  truncateSync(path, 4)
  await expect(source.read(0, 10)).rejects.toThrow('became shorter')
  await source.close()
})

test('a folder, a pipe and a missing file are refused with the system’s codes', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'folder'))
  execFileSync('mkfifo', [join(folder, 'pipe')])
  const codes = ['folder', 'pipe', 'missing'].map((name) =>
    openFileSource(join(folder, name)).then(
      () => 'opened',
      ({ code }: NodeJS.ErrnoException) => code,
    ),
  )
  expect(await Promise.all(codes)).toEqual(['EISDIR', 'EINVAL', 'ENOENT'])
})
