import fc from 'fast-check'
import { expect, test } from 'vitest'
import { collectBytes } from '../../byte-stream'
import { bytesSource } from '../../weights/byte-source'
import type { ModelProto } from '../model'
import { tensorOf } from '../tensors'
import { encodeModel } from './encode'
import { OnnxFormatError, readOnnxMetadata } from './read-metadata'

const model = (metadata: ModelProto['metadata']): ModelProto => ({
  irVersion: 8,
  opsets: [{ version: 17 }],
  producerName: 'graft',
  graph: { name: 'g', nodes: [], initializers: [tensorOf('w', [4096], 'float32', new Float32Array(4096))], inputs: [], outputs: [] },
  metadata,
})
const bytesOf = (metadata: ModelProto['metadata'] = []) => collectBytes(encodeModel(model(metadata)))

test('gives every entry, without reading the weights', async () => {
  const entries = [
    { key: 'names', value: "{0: 'person', 1: '猫'}" },
    { key: 'stride', value: '32' },
    { key: '', value: '' },
  ]
  const bytes = await bytesOf(entries)
  let read = 0
  const source = {
    ...bytesSource(bytes),
    read: (offset: number, length: number) => ((read += length), bytesSource(bytes).read(offset, length)),
  }
  expect([...(await readOnnxMetadata(source))]).toEqual(entries.map(({ key, value }) => [key, value]))
  expect(read).toBeLessThan(500)
})

test('a model may say nothing about itself', async () => {
  expect((await readOnnxMetadata(bytesSource(await bytesOf()))).size).toBe(0)
})

test.each([
  ['nothing', new Uint8Array()],
  ['text', new TextEncoder().encode('nc: 80\nbackbone:\n')],
  ['zeros', new Uint8Array(1000)],
  ['fields without an end', new Uint8Array(100_000).fill(8)],
])('%s is no model', async (_, bytes) => {
  await expect(readOnnxMetadata(bytesSource(bytes))).rejects.toBeInstanceOf(OnnxFormatError)
})

test('a file that is cut off or changed anywhere gives metadata or one kind of error', async () => {
  const bytes = await bytesOf([{ key: 'names', value: '{}' }])
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), async (at, value, isCut) => {
      const changed = isCut ? bytes.slice(0, at) : bytes.slice()
      if (!isCut) changed[at] = value
      const result = await readOnnxMetadata(bytesSource(changed)).catch((error: unknown) => error)
      expect(result instanceof Map || result instanceof OnnxFormatError).toBe(true)
    }),
    { numRuns: 500 },
  )
})
