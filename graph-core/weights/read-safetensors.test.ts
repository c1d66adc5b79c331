import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bytesSource } from './byte-source'
import { NoFloatsError } from './dtype'
import { type Safetensors, readSafetensors } from './read-safetensors'
import type { SafetensorsErrorCode } from './safetensors-error'

const folder = join(import.meta.dirname, 'fixtures')
const fixture = (name: string) => readFileSync(join(folder, name))
const json = <T>(name: string) => JSON.parse(fixture(name).toString()) as T
const read = (bytes: Uint8Array) => readSafetensors(bytesSource(bytes))

/** A file with this header, and this many bytes of values: 0, 1, 2, … */
function file(header: string | Uint8Array, values = 0): Uint8Array {
  const text = Buffer.from(header)
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(text.length))
  return Buffer.concat([length, text, Uint8Array.from({ length: values }, (_, i) => i)])
}

const names = ({ tensors }: Safetensors) => [...tensors.keys()]

/** What the files' maker says of each, and by which rule we refuse it. */
const refusals: Record<string, SafetensorsErrorCode> = {
  'bad_header_len.safetensors': 'header-past-end',
  'bad_header_len_max.safetensors': 'header-past-end',
  'bad_overlap.safetensors': 'overlap',
  'bad_dtype.safetensors': 'unknown-dtype',
  'bad_negative.safetensors': 'bad-offsets',
  'bad_end_past_file.safetensors': 'data-past-end',
  'bad_shape_mismatch.safetensors': 'size-mismatch',
  'bad_json.safetensors': 'header-not-json',
  'bad_not_object.safetensors': 'header-not-object',
  'bad_hole.safetensors': 'hole',
  'bad_reversed.safetensors': 'bad-offsets',
  'bad_huge_shape.safetensors': 'bad-shape',
  'bad_negative_shape.safetensors': 'bad-shape',
  'bad_dup_keys.safetensors': 'duplicate-name',
  'bad_missing_offsets.safetensors': 'bad-offsets',
  'bad_float_offsets.safetensors': 'header-not-json',
  'bad_empty.safetensors': 'too-short',
  'bad_short.safetensors': 'too-short',
}

const expectations = Object.entries(json<Record<string, string>>('expected.json')).filter(([name]) => name.endsWith('.safetensors'))

test.each(expectations)('%s: %s', async (name, expected) => {
  const outcome = await read(fixture(name)).then(
    () => 'ok',
    (error: { name: string; code: string }) => `${error.name} ${error.code}`,
  )
  expect(outcome).toBe(expected.startsWith('ok') ? 'ok' : `SafetensorsError ${refusals[name]}`)
})

test('every tensor of a PyTorch file has the name, type, shape and values that PyTorch gave it', async () => {
  const { tensors } = json<{ tensors: { name: string; dtype: string; shape: number[]; sha256_f32: string }[] }>('state_dict.json')
  const file = await read(fixture('state_dict.safetensors'))
  const found = [...file.tensors.values()].map(async (tensor) => {
    const sha256_f32 = createHash('sha256')
      .update(await tensor.toFloat32())
      .digest('hex')
    return { name: tensor.name, dtype: tensor.dtype, shape: tensor.shape, sha256_f32 }
  })
  expect(await Promise.all(found)).toEqual(tensors.map(({ name, dtype, shape, sha256_f32 }) => ({ name, dtype, shape, sha256_f32 })))
})

test('the metadata is read apart from the tensors', async () => {
  const { metadata, tensors } = await read(fixture('state_dict.safetensors'))
  expect({ metadata: [...metadata], hasTensor: tensors.has('__metadata__') }).toEqual({ metadata: [['format', 'pt']], hasTensor: false })
})

test('tensors named like parts of an object are tensors like others, and pollute nothing', async () => {
  const found = await read(fixture('bad_proto_key.safetensors'))
  expect({ names: names(found), polluted: ({} as { dtype?: string }).dtype }).toEqual({
    names: ['__proto__', 'constructor'],
    polluted: undefined,
  })
})

test('only the header is read until values are asked for', async () => {
  const bytes = file('{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[3],"data_offsets":[2,5]}}', 5)
  const reads: number[] = []
  const counted = {
    ...bytesSource(bytes),
    read: (offset: number, length: number) => {
      reads.push(length)
      return bytesSource(bytes).read(offset, length)
    },
  }
  const { tensors } = await readSafetensors(counted)
  const before = [...reads]
  await tensors.get('b')!.read()
  expect({ before, after: reads.slice(before.length) }).toEqual({ before: [8, bytes.length - 8 - 5], after: [3] })
})

test('bytes come as they are stored', async () => {
  const { tensors } = await read(
    file('{"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]},"b":{"dtype":"I8","shape":[1],"data_offsets":[0,1]}}', 3),
  )
  expect([...(await tensors.get('a')!.read())]).toEqual([1, 2])
})

test('8-bit floats are carried as bytes and not converted', async () => {
  const { tensors } = await read(file('{"a":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]}}', 2))
  const a = tensors.get('a')!
  expect([...(await a.read())]).toEqual([0, 1])
  await expect(a.toFloat32()).rejects.toThrow(NoFloatsError)
})

const entry = (text: string) => `{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}${text}}`

test.each<[what: string, bytes: Uint8Array, code: SafetensorsErrorCode]>([
  ['values after the last tensor', file(entry(''), 2), 'hole'],
  ['no values for a header that names some', file(entry(''), 0), 'data-past-end'],
  ['metadata that is not an object', file(entry(',"__metadata__":[]'), 1), 'bad-metadata'],
  ['metadata that is not text', file(entry(',"__metadata__":{"epoch":3}'), 1), 'bad-metadata'],
  ['two metadata', file('{"__metadata__":{},"__metadata__":{}}'), 'duplicate-name'],
  ['one name written in two ways', file(entry(',"\\u0061":{"dtype":"U8","shape":[0],"data_offsets":[1,1]}'), 1), 'duplicate-name'],
  ['an entry that is a list', file('{"a":[]}'), 'bad-entry'],
  ['three offsets', file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,1]}}', 1), 'bad-offsets'],
  ['a shape that is a number', file('{"a":{"dtype":"U8","shape":1,"data_offsets":[0,1]}}', 1), 'bad-shape'],
  [
    'sizes whose product leaves the integers on its way to 0',
    file('{"a":{"dtype":"U8","shape":[9007199254740991,8,0],"data_offsets":[0,0]}}'),
    'bad-shape',
  ],
  ['a size of -0', file('{"a":{"dtype":"U8","shape":[-0],"data_offsets":[0,0]}}'), 'bad-shape'],
  ['a type that is a method of every object', file('{"a":{"dtype":"toString","shape":[0],"data_offsets":[0,0]}}'), 'unknown-dtype'],
  ['a header that is not UTF-8', file(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)), 'header-not-json'],
  ['a byte order mark', file('\ufeff{}'), 'header-not-object'],
  ['a second object after the first', file('{}{}'), 'header-not-json'],
  ['deep nesting', file(`{"a":${'['.repeat(100_000)}`), 'header-not-json'],
  ['a string without an end', file(`{"${'a'.repeat(1_000_000)}`), 'header-not-json'],
  ['a control character in a name', file('{"a\u0001":1}'), 'header-not-json'],
  ['a number with a thousand digits', file(`{"a":${'9'.repeat(1000)}}`), 'header-not-json'],
  ['a trailing comma', file('{"__metadata__":{},}'), 'header-not-json'],
])('refuses %s', async (_, bytes, code) => {
  await expect(read(bytes)).rejects.toMatchObject({ name: 'SafetensorsError', code })
})

test('a header of 9 MB is refused before it is read', async () => {
  const claim = Buffer.alloc(8)
  claim.writeBigUInt64LE(BigInt(9 * 2 ** 20))
  const source = { size: 2 ** 40, read: async (offset: number) => (offset === 0 ? claim : expect.fail('the header was read')) }
  await expect(readSafetensors(source)).rejects.toMatchObject({ code: 'header-too-long' })
})

test('a hostile header at the bound costs less than two seconds of work', async () => {
  const start = process.cpuUsage()
  await expect(read(file(`{"a":[${'0,'.repeat(4 * 2 ** 20 - 10)}0]}`))).rejects.toMatchObject({ code: 'bad-entry' })
  expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2) // not the clock's, which a busy machine makes longer
})

test('a message quotes no more of a file than a line', async () => {
  const { message } = await read(file(`{"${'long'.repeat(10_000)}":[]}`)).then(
    () => expect.fail('read'),
    (error: Error) => error,
  )
  expect(message.length).toBeLessThan(200)
})
