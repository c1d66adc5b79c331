import { expect, test } from 'vitest'
import { bytesSource } from '../byte-source'
import { openCheckpoint } from '../open-checkpoint'
import { makeZip, pickleOf, whole } from '../tests/make-archive'
import { entrySource, readZip } from './read-zip'

const values = Float32Array.from({ length: 12 }, (_, i) => i / 4)
const entries = [
  { name: 'a/data.pkl', data: pickleOf([{ name: 'w', shape: [3, 4] }]) },
  { name: 'a/data/0', data: new Uint8Array(values.buffer) },
]

test.each([
  ['stored', {}],
  ['packed', { isPacked: true }],
  ['in 64 bits', { isWide: true }],
  ['packed, in 64 bits', { isPacked: true, isWide: true }],
])('a checkpoint %s is read', async (_, how) => {
  const { tensors } = await openCheckpoint(bytesSource(whole(makeZip(entries, how))))
  expect([...(await tensors.get('w')!.toFloat32())]).toEqual([...values])
})

test('an archive with a comment behind it is read', async () => {
  const archive = Buffer.from(whole(makeZip(entries)))
  archive.writeUInt16LE(5, archive.length - 2)
  expect([...(await readZip(bytesSource(Buffer.concat([archive, Buffer.from('hello')])))).keys()]).toEqual(['a/data.pkl', 'a/data/0'])
})

test.each([
  ['two entries of one name', [entries[0]!, entries[0]!, entries[1]!], 'bad-zip'],
  ['two pickles', [...entries, { name: 'b/data.pkl', data: entries[0]!.data }], 'bad-zip'],
  ['a TorchScript program', [...entries, { name: 'a/constants.pkl', data: new Uint8Array(3) }], 'unsupported'],
  ['a file of a big-endian machine', [...entries, { name: 'a/byteorder', data: Buffer.from('big') }], 'unsupported'],
])('refuses %s', async (_, list, code) => {
  await expect(openCheckpoint(bytesSource(whole(makeZip(list))))).rejects.toMatchObject({ code })
})

test('an entry that would grow a thousandfold is refused before it is unpacked', async () => {
  const source = bytesSource(whole(makeZip([{ name: 'zeros', data: new Uint8Array(2 ** 22) }], { isPacked: true })))
  const zip = await readZip(source)
  expect(() => entrySource(source, zip.get('zeros')!)).toThrow(expect.objectContaining({ code: 'too-much' }) as Error)
})

test('a million entries that the end claims are refused before the directory is read', async () => {
  const end = Buffer.from(whole(makeZip([], { isWide: true })))
  end.writeBigUInt64LE(1_000_000n, 32)
  await expect(readZip(bytesSource(end))).rejects.toMatchObject({ code: 'too-much' })
})
