import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../tests/temporary-folder'
import { writeChunks } from './write-chunks'
import { writeStreamed } from './write-streamed'

const text = (...parts: string[]) => parts.map((part) => Buffer.from(part))

/** What a folder holds: names and contents. */
const contents = (folder: string) => Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))

async function* failingAfter(parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
  throw new Error('the weights cannot be read')
}

test('a file is written, and nothing else is left beside it', async () => {
  const folder = temporaryFolder()
  await writeStreamed([{ path: join(folder, 'a'), bytes: text('one ', '', 'two') }])
  expect(contents(folder)).toEqual({ a: 'one two' })
})

test('a source that fails half way leaves the old file as it was', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a'), 'old')
  await expect(writeStreamed([{ path: join(folder, 'a'), bytes: failingAfter(text('new')) }])).rejects.toThrow('cannot be read')
  expect(contents(folder)).toEqual({ a: 'old' })
})

test('when the second file fails the first keeps its old contents', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'data'), 'old')
  const files = [
    { path: join(folder, 'data'), bytes: text('new') },
    { path: join(folder, 'model'), bytes: failingAfter(text('new')) },
  ]
  await expect(writeStreamed(files)).rejects.toThrow('cannot be read')
  expect(contents(folder)).toEqual({ data: 'old' })
})

test('when the second file cannot take its place the first gets its old contents back', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'data'), 'old')
  async function* obstructed() {
    yield* text('new')
    mkdirSync(join(folder, 'model')) // a folder appears where the file belongs, after the first look
  }
  const files = [
    { path: join(folder, 'data'), bytes: text('new') },
    { path: join(folder, 'model'), bytes: obstructed() },
  ]
  await expect(writeStreamed(files)).rejects.toThrow('EISDIR')
  expect({ names: readdirSync(folder), data: readFileSync(join(folder, 'data'), 'utf8') }).toEqual({
    names: ['data', 'model'],
    data: 'old',
  })
})

test('two files that replace older ones leave no trace of those', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'data'), 'old')
  writeFileSync(join(folder, 'model'), 'old')
  await writeStreamed(['data', 'model'].map((name) => ({ path: join(folder, name), bytes: text(`new ${name}`) })))
  expect(contents(folder)).toEqual({ data: 'new data', model: 'new model' })
})

test('a cancelled write changes nothing', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a'), 'old')
  const controller = new AbortController()
  function* chunks() {
    yield* text('new')
    controller.abort()
    yield* text('er')
  }
  await expect(writeStreamed([{ path: join(folder, 'a'), bytes: chunks() }], { signal: controller.signal })).rejects.toThrow('abort')
  expect(contents(folder)).toEqual({ a: 'old' })
})

test('a link stays a link, and the file it names keeps its permissions', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'file'), 'old')
  chmodSync(join(folder, 'file'), 0o640)
  symlinkSync('file', join(folder, 'link'))
  await writeStreamed([{ path: join(folder, 'link'), bytes: text('new') }])
  expect({ ...contents(folder), mode: statSync(join(folder, 'file')).mode & 0o777 }).toEqual({ file: 'new', link: 'new', mode: 0o640 })
})

test('a device is written to, not replaced', async () => {
  await writeStreamed([{ path: '/dev/null', bytes: text('gone') }])
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
})

test('a folder in place of the last file is refused before the first is made', async () => {
  const folder = temporaryFolder()
  const files = [
    { path: join(folder, 'data'), bytes: failingAfter([]) },
    { path: folder, bytes: text('new') },
  ]
  await expect(writeStreamed(files)).rejects.toMatchObject({ code: 'EISDIR' })
})

test('a folder that is not there fails with the system’s code', async () => {
  await expect(writeStreamed([{ path: join(temporaryFolder(), 'no', 'a'), bytes: text('new') }])).rejects.toMatchObject({ code: 'ENOENT' })
})

test('progress ends at the number of bytes written', async () => {
  const folder = temporaryFolder()
  const seen: number[] = []
  const files = ['a', 'b'].map((name) => ({ path: join(folder, name), bytes: text('12345') }))
  await writeStreamed(files, { onProgress: (written) => seen.push(written) })
  expect(seen).toEqual([5, 10])
})

test('a system that takes only a few bytes at a time still gets them all in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 9 })), fc.integer({ min: 1, max: 7 }), async (chunks, most) => {
      const taken: number[] = []
      const writev = (views: readonly NodeJS.ArrayBufferView[]) => {
        const bytes = Buffer.concat(views as Uint8Array[]).subarray(0, most)
        taken.push(...bytes)
        return Promise.resolve({ bytesWritten: bytes.length, buffers: [...views] })
      }
      await writeChunks({ writev } as Parameters<typeof writeChunks>[0], chunks)
      expect(taken).toEqual([...Buffer.concat(chunks)])
    }),
  )
})

test('a full disk fails the writing, not the process, though the next chunk is still being made', async () => {
  const handle = await open('/dev/full', 'w')
  async function* slow() {
    for (let i = 0; i < 3; i++) {
      yield new Uint8Array(5 * 2 ** 20)
      await setTimeout(20)
    }
  }
  await expect(writeChunks(handle, slow())).rejects.toMatchObject({ code: 'ENOSPC' })
  await handle.close()
})
