/**
 * Reads .safetensors files: eight bytes with the length of a JSON header, the header, then the values of all tensors without a gap.
 * As strict as the official reader, and stricter about names that occur twice.
 * Source: https://github.com/huggingface/safetensors#format
 */
import type { ByteSource } from './byte-source'
import { type WeightDType, dtypeBytes, isWeightDType } from './dtype'
import { SafetensorsError } from './safetensors-error'
import { type StrictJson, StrictJsonError, parseStrictJson, quote } from './strict-json'
import { type TensorPlace, type WeightTensor, tensorAt } from './weight-tensor'

export interface Safetensors {
  readonly metadata: ReadonlyMap<string, string>
  /** By name, in the header's order. */
  readonly tensors: ReadonlyMap<string, WeightTensor>
}

/** A header says some 100 bytes of each tensor, so this is room for 80,000 of them. It bounds the memory a hostile file can claim. */
const longestHeader = 8 * 2 ** 20

/** Reads and checks the whole header; values are read when they are asked for. Malformed files fail with SafetensorsError. */
export async function readSafetensors(source: ByteSource): Promise<Safetensors> {
  const { entries, dataStart } = await readHeader(source)
  const metadata = readMetadata(entries.get('__metadata__'))
  const places = [...entries].filter(([name]) => name !== '__metadata__').map(([name, entry]) => readPlace(name, entry))
  checkLayout(places, source.size - dataStart)
  const tensors = places.map((place) => [place.name, tensorAt(source, { ...place, offset: dataStart + place.offset })] as const)
  return { metadata, tensors: new Map(tensors) }
}

async function readHeader(source: ByteSource): Promise<{ entries: ReadonlyMap<string, StrictJson>; dataStart: number }> {
  if (source.size < 8) throw new SafetensorsError('too-short', `expected at least 8 bytes, got ${source.size}`)
  const first = await source.read(0, 8)
  const length = Number(new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true))
  if (length > source.size - 8)
    throw new SafetensorsError('header-past-end', `the header claims ${length} bytes, the file has ${source.size - 8}`)
  if (length > longestHeader)
    throw new SafetensorsError('header-too-long', `the header has ${length} bytes; at most ${longestHeader} are read`)
  const bytes = await source.read(8, length)
  if (bytes[0] !== 0x7b) throw new SafetensorsError('header-not-object', 'the header does not begin with {')
  return { entries: parseHeader(bytes) as ReadonlyMap<string, StrictJson>, dataStart: 8 + length }
}

function parseHeader(bytes: Uint8Array): StrictJson {
  try {
    return parseStrictJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (error) {
    if (error instanceof StrictJsonError) {
      const code = error.code === 'duplicate-key' ? 'duplicate-name' : 'header-not-json'
      throw new SafetensorsError(code, `the header cannot be read: ${error.message}`)
    }
    throw new SafetensorsError('header-not-json', 'the header is not UTF-8 text')
  }
}

function readMetadata(entry: StrictJson | undefined): ReadonlyMap<string, string> {
  if (entry === undefined) return new Map()
  if (!isObject(entry)) throw new SafetensorsError('bad-metadata', '__metadata__ is not an object')
  for (const [key, value] of entry) {
    if (typeof value !== 'string') throw new SafetensorsError('bad-metadata', `the metadata ${quote(key)} is not text`)
  }
  return entry as ReadonlyMap<string, string>
}

/** What the header says of one tensor, checked by itself. `offset` counts from the start of the values. */
function readPlace(name: string, entry: StrictJson): TensorPlace {
  const fail = (code: SafetensorsError['code'], reason: string) => new SafetensorsError(code, `tensor ${quote(name)}: ${reason}`)
  if (!isObject(entry)) throw fail('bad-entry', 'is not described by an object')

  const dtype = entry.get('dtype')
  if (typeof dtype !== 'string' || !isWeightDType(dtype))
    throw fail('unknown-dtype', `has the unknown type ${typeof dtype === 'string' ? quote(dtype) : typeof dtype}`)

  const shape = entry.get('shape')
  if (!isCounts(shape)) throw fail('bad-shape', 'has a shape that is not a list of sizes')
  const byteLength = sizeOf(dtype, shape)
  if (byteLength === null) throw fail('bad-shape', `has the impossible shape [${shape.slice(0, 8).join(', ')}]`)

  const offsets = entry.get('data_offsets')
  if (!isCounts(offsets) || offsets.length !== 2) throw fail('bad-offsets', 'has no pair of data_offsets')
  const [begin, end] = offsets as [number, number]
  if (end < begin) throw fail('bad-offsets', `ends at ${end}, before it begins at ${begin}`)
  if (end - begin !== byteLength) throw fail('size-mismatch', `needs ${byteLength} bytes and is given ${end - begin}`)
  return { name, dtype, shape, offset: begin, byteLength }
}

/** The values must fill the rest of the file: what no tensor names, or two do, hides something. */
function checkLayout(places: readonly TensorPlace[], dataSize: number): void {
  let end = 0
  for (const { name, offset, byteLength } of places.toSorted((a, b) => a.offset - b.offset || a.byteLength - b.byteLength)) {
    if (offset < end)
      throw new SafetensorsError('overlap', `tensor ${quote(name)}: begins at ${offset}, inside another that ends at ${end}`)
    if (offset > end) throw new SafetensorsError('hole', `bytes ${end} to ${offset} belong to no tensor`)
    end = offset + byteLength
  }
  if (end > dataSize) throw new SafetensorsError('data-past-end', `the tensors take ${end} bytes, the file has ${dataSize}`)
  if (end < dataSize) throw new SafetensorsError('hole', `bytes ${end} to ${dataSize} belong to no tensor`)
}

function isObject(value: StrictJson): value is ReadonlyMap<string, StrictJson> {
  return value instanceof Map
}

function isCounts(value: StrictJson | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && (item as number) >= 0 && !Object.is(item, -0))
}

/** Bytes of a tensor, or null where no file could hold it. */
function sizeOf(dtype: WeightDType, shape: readonly number[]): number | null {
  let bytes: number = dtypeBytes[dtype]
  for (const size of shape) {
    bytes *= size
    if (!Number.isSafeInteger(bytes)) return null
  }
  return bytes
}
