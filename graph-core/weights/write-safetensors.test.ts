import { writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findPython, withoutTorch } from '../../scripts/environment.mjs'
import { temporaryFolder } from '../../tests/temporary-folder'
import { collectBytes } from '../byte-stream'
import { bytesSource } from './byte-source'
import { type WeightDType, dtypeBytes } from './dtype'
import { readSafetensors } from './read-safetensors'
import { type WritableTensor, writeSafetensors } from './write-safetensors'

const tensor = (name: string, dtype: WeightDType, shape: number[], fill = 0): WritableTensor => {
  const byteLength = shape.reduce((product, size) => product * size, dtypeBytes[dtype])
  return { name, dtype, shape, byteLength, read: () => Uint8Array.from({ length: byteLength }, (_, i) => fill + i) }
}

const anyTensor = fc
  .record({
    name: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('__proto__', '0', 'constructor', 'model.0.conv.weight')),
    dtype: fc.constantFrom(...(Object.keys(dtypeBytes) as WeightDType[])),
    shape: fc.array(fc.nat(4), { maxLength: 3 }),
    fill: fc.nat(255),
  })
  .map(({ name, dtype, shape, fill }) => tensor(name, dtype, shape, fill))

const anyFile = fc.record({
  tensors: fc.uniqueArray(anyTensor, { selector: ({ name }) => name }).filter((list) => list.every(({ name }) => name !== '__metadata__')),
  metadata: fc.dictionary(fc.string(), fc.string()),
})

const summary = async (tensors: Iterable<WritableTensor>) =>
  Promise.all([...tensors].map(async (it) => ({ name: it.name, dtype: it.dtype, shape: it.shape, bytes: [...(await it.read())] })))

test('what is written is read again: names in order, types, shapes, bytes and metadata', async () => {
  await fc.assert(
    fc.asyncProperty(anyFile, async ({ tensors, metadata }) => {
      const found = await readSafetensors(bytesSource(await collectBytes(writeSafetensors(tensors, metadata))))
      expect(await summary(found.tensors.values())).toEqual(await summary(tensors))
      expect(new Map(Object.entries(metadata))).toEqual(found.metadata)
    }),
  )
})

test('every tensor is aligned to its type, whatever comes before it', async () => {
  const bytes = await collectBytes(
    writeSafetensors([tensor('a', 'U8', [3]), tensor('b', 'F32', [1]), tensor('c', 'I64', [1]), tensor('d', 'F16', [1])]),
  )
  const header = Buffer.from(bytes).readBigUInt64LE()
  const entries = JSON.parse(Buffer.from(bytes.subarray(8, 8 + Number(header))).toString()) as Record<string, { data_offsets: number[] }>
  const begins = Object.entries(entries).map(([name, { data_offsets }]) => [name, (8 + Number(header) + data_offsets[0]!) % 8])
  expect(begins).toEqual([
    ['a', (8 + 4 + 2) % 8],
    ['b', 0],
    ['c', 0],
    ['d', 4],
  ])
})

test.each(['twice', '__metadata__'])('a second tensor named %s is refused', (name) => {
  expect(() => writeSafetensors([tensor('twice', 'U8', [1]), tensor(name, 'U8', [1])])).toThrow('expected one tensor')
})

test('a tensor whose length is not that of its shape is refused', () => {
  expect(() => writeSafetensors([{ ...tensor('a', 'F32', [2]), byteLength: 4 }])).toThrow('expected 8 bytes for a, got 4')
})

test.skipIf(withoutTorch)('Python reads the header and PyTorch the values', async () => {
  const path = join(temporaryFolder(), 'a.safetensors')
  const values = Float32Array.of(1.5, -2)
  const file = writeSafetensors([{ name: 'w', dtype: 'F32', shape: [2], byteLength: 8, read: () => new Uint8Array(values.buffer) }], {
    format: 'pt',
  })
  writeFileSync(path, await collectBytes(file))
  const program = `
import json, struct, sys, torch
data = bytearray(open(sys.argv[1], 'rb').read())
length, = struct.unpack('<Q', data[:8])
header = json.loads(data[8:8 + length])
begin, end = header['w']['data_offsets']
print(header['__metadata__'], torch.frombuffer(data[8 + length:][begin:end], dtype=torch.float32).tolist())
`
  expect(spawnSync(findPython(), ['-c', program, path], { encoding: 'utf8' }).stdout).toBe("{'format': 'pt'} [1.5, -2.0]\n")
})
