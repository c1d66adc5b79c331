/**
 * PyTorch's files before 1.6, which it still writes on demand: five pickles one after the other (a magic number, a version, facts of the machine,
 * the object, the storages' keys), then each storage's element count and values.
 * Source: `_legacy_load` in https://github.com/pytorch/pytorch/blob/main/torch/serialization.py
 */
import type { ByteSource } from '../byte-source'
import { CheckpointError } from '../checkpoint-error'
import { dtypeBytes } from '../dtype'
import { PickleEnds } from '../pickle/pickle-reader'
import { type Calls, unpickle } from '../pickle/unpickle'
import { type PyValue, sequence } from '../pickle/values'
import type { PickledFile } from './pickled-file'
import { longestPickle } from './read-archive'
import { StorageRecord } from './tensor-record'
import { torchCalls } from './torch-calls'

const magic = 0x1950a86a20f9469cfc6cn
const version = 1001

export async function readLegacy(source: ByteSource): Promise<PickledFile> {
  const { root, keys, end, records } = await readPickles(source)
  const places = new Map<string, ByteSource>()
  let at = end
  for (const key of keys) {
    const record = records.get(key)
    if (record?.dtype == null) throw new CheckpointError('missing-values', 'the file holds values that nothing describes')
    if (at + 8 > source.size) throw new CheckpointError('missing-values', 'the file ends before its values do')
    const head = await source.read(at, 8)
    const count = Number(new DataView(head.buffer, head.byteOffset, 8).getBigUint64(0, true))
    const size = count * dtypeBytes[record.dtype]
    if (at + 8 + size > source.size) throw new CheckpointError('missing-values', 'the file ends before its values do')
    places.set(key, part(source, at + 8, size))
    at += 8 + size
  }
  return {
    container: 'pt-legacy',
    root,
    storage({ key, byteLength }) {
      const place = places.get(key)
      if (place === undefined) throw new CheckpointError('missing-values', `the file lacks the values of storage ${key}`)
      if (place.size < byteLength)
        throw new CheckpointError('missing-values', `storage ${key} claims ${byteLength} bytes, and the file has ${place.size} of them`)
      return place
    },
  }
}

interface Pickles {
  readonly root: PyValue
  readonly keys: readonly string[]
  readonly end: number
  readonly records: ReadonlyMap<string, StorageRecord>
}

/** Nothing says how long the pickles are: the beginning of the file is read, and twice as much where they go on past it. */
async function readPickles(source: ByteSource): Promise<Pickles> {
  for (let length = 2 ** 20; ; length *= 2) {
    const bytes = await source.read(0, Math.min(length, source.size))
    try {
      return parsePickles(bytes)
    } catch (error) {
      if (!(error instanceof PickleEnds) || bytes.length === source.size) throw error
      if (length >= longestPickle) throw new CheckpointError('too-much', `the pickle has more than ${longestPickle} bytes`)
    }
  }
}

function parsePickles(bytes: Uint8Array): Pickles {
  const records = new Map<string, StorageRecord>()
  const torch = torchCalls()
  const calls: Calls = {
    call: (target, args) => torch.call(target, args),
    load(id) {
      const loaded = torch.load(id)
      if (loaded instanceof StorageRecord) records.set(loaded.key, loaded)
      return loaded
    },
  }
  let at = 0
  const next = () => {
    const { value, end } = unpickle(bytes, at, calls)
    at = end
    return value
  }
  if (next() !== magic) throw new CheckpointError('unknown-format', 'this is a pickle, and none that torch.save wrote')
  if (next() !== version) throw new CheckpointError('unsupported', 'the file is of another version of this format')
  next() // facts of the machine that wrote it
  const root = next()
  const keys = sequence(next())
  if (keys === null || !keys.every((key) => typeof key === 'string'))
    throw new CheckpointError('bad-pickle', 'the pickle lists no storages')
  return { root, keys, end: at, records }
}

function part(source: ByteSource, start: number, size: number): ByteSource {
  return {
    size,
    async read(offset, length) {
      if (offset < 0 || offset + length > size) throw new RangeError(`expected bytes ${offset} to ${offset + length} within ${size}`)
      return source.read(start + offset, length)
    },
  }
}
