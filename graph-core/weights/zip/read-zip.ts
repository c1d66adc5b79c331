/**
 * Reads ZIP archives as PyTorch writes them: the central directory at the end says where each entry lies, and no other byte is read until one is
 * asked for. Names are names: nothing is ever written by them. Checksums are not compared, for a part of an entry has none, and recent PyTorch
 * may leave them out. Source: APPNOTE.TXT 6.3.10, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import type { ByteSource } from '../byte-source'
import { CheckpointError } from '../checkpoint-error'
import { quote } from '../strict-json'
import { inflate } from './inflate'

export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly packedSize: number
  readonly size: number
  readonly headerOffset: number
  readonly isEncrypted: boolean
}

/** An entry takes some 100 bytes of the directory; a model has a few hundred entries. Both bound what a hostile file can claim. */
const longestDirectory = 32 * 2 ** 20
const mostEntries = 100_000

/** What is packed is unpacked as a whole in memory. Weights shrink by a tenth or so; a thousandfold is a bomb. */
const largestPacked = 2 ** 30
const mostShrunk = 100
const alwaysUnpacked = 2 ** 20

const bad = (what: string) => new CheckpointError('bad-zip', what)

/** Every entry by its name. Fails with CheckpointError. */
export async function readZip(source: ByteSource): Promise<ReadonlyMap<string, ZipEntry>> {
  const { offset, size, count } = await findDirectory(source)
  if (size > longestDirectory || count > mostEntries) throw new CheckpointError('too-much', `the archive lists ${count} entries`)
  if (offset + size > source.size) throw bad('the archive ends before its directory does')
  const bytes = await source.read(offset, size)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = new Map<string, ZipEntry>()
  for (let at = 0, i = 0; i < count; i++) {
    const { entry, next } = readDirectoryEntry(view, at)
    if (entries.has(entry.name)) throw bad(`two entries are named ${quote(entry.name)}`)
    entries.set(entry.name, entry)
    at = next
  }
  return entries
}

/** The end of the archive names its directory, in 32 bits or, where that is too little, through a record before it in 64. */
async function findDirectory(source: ByteSource): Promise<{ offset: number; size: number; count: number }> {
  const start = Math.max(0, source.size - 22 - 0xffff) // a comment may follow
  const bytes = await source.read(start, source.size - start)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = bytes.byteLength - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x06054b50 || at + 22 + view.getUint16(at + 20, true) !== bytes.byteLength) continue
    if (at >= 20 && view.getUint32(at - 20, true) === 0x07064b50) return findDirectory64(source, safe(view, at - 20 + 8))
    return { count: view.getUint16(at + 10, true), size: view.getUint32(at + 12, true), offset: view.getUint32(at + 16, true) }
  }
  throw bad('the archive has no end: it was cut off, or is none')
}

async function findDirectory64(source: ByteSource, at: number) {
  if (at + 56 > source.size) throw bad('the archive ends before its directory does')
  const bytes = await source.read(at, 56)
  const view = new DataView(bytes.buffer, bytes.byteOffset, 56)
  if (view.getUint32(0, true) !== 0x06064b50) throw bad('the archive’s end leads nowhere')
  return { count: safe(view, 32), size: safe(view, 40), offset: safe(view, 48) }
}

/** A 64-bit number; what does not fit a double is past the end of every file. */
const safe = (view: DataView, at: number) => Number(view.getBigUint64(at, true))

function readDirectoryEntry(view: DataView, at: number): { entry: ZipEntry; next: number } {
  if (at + 46 > view.byteLength || view.getUint32(at, true) !== 0x02014b50) throw bad('the archive’s directory is broken')
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [number, number, number]
  const next = at + 46 + nameLength + extraLength + commentLength
  if (next > view.byteLength) throw bad('the archive’s directory is broken')
  const name = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength))
  const wide = wideNumbers(view, at + 46 + nameLength, extraLength)
  const number = (field: number) => {
    const short = view.getUint32(at + field, true)
    return short === 0xffffffff ? wide() : short
  }
  // In the order of the 64-bit field.
  const [size, packedSize, headerOffset] = [number(24), number(20), number(42)]
  const isEncrypted = (view.getUint16(at + 8, true) & 1) === 1
  return { entry: { name, method: view.getUint16(at + 10, true), size, packedSize, headerOffset, isEncrypted }, next }
}

/** Gives the numbers of an entry's 64-bit field one by one. */
function wideNumbers(view: DataView, start: number, length: number): () => number {
  let [at, left] = [0, 0]
  for (let field = start; field + 4 <= start + length;) {
    const size = view.getUint16(field + 2, true)
    if (view.getUint16(field, true) === 1 && field + 4 + size <= start + length) [at, left] = [field + 4, size]
    field += 4 + size
  }
  return () => {
    if (left < 8) throw bad('the archive’s directory is broken')
    left -= 8
    return safe(view, (at += 8) - 8)
  }
}

/** The bytes of an entry, read when they are asked for. Fails at once where they cannot be. */
export function entrySource(source: ByteSource, entry: ZipEntry): ByteSource {
  checkEntry(source, entry)
  const { size, packedSize, method } = entry
  let start: Promise<number> | null = null
  const packed = async (offset: number, length: number) => {
    start ??= findStart(source, entry)
    return source.read((await start) + offset, length)
  }
  if (method === 0) {
    return { size, read: (offset, length) => (offset + length > size ? Promise.reject(pastEnd(entry)) : packed(offset, length)) }
  }
  let whole: Promise<Uint8Array> | null = null
  return {
    size,
    async read(offset, length) {
      if (offset + length > size) throw pastEnd(entry)
      whole ??= packed(0, packedSize).then((bytes) => inflate(bytes, size))
      return (await whole).subarray(offset, offset + length)
    },
  }
}

function checkEntry(source: ByteSource, { name, method, size, packedSize, headerOffset, isEncrypted }: ZipEntry): void {
  if (isEncrypted) throw new CheckpointError('unsupported', `${quote(name)} is encrypted`)
  if (method !== 0 && method !== 8) throw new CheckpointError('unsupported', `${quote(name)} is packed by method ${method}`)
  if (headerOffset + 30 + packedSize > source.size) throw bad(`${quote(name)} ends past the end of the file`)
  if (method === 0 && size !== packedSize) throw bad(`${quote(name)} has two sizes`)
  if (method === 8 && size > alwaysUnpacked && (size > largestPacked || size > mostShrunk * packedSize))
    throw new CheckpointError('too-much', `${quote(name)} would grow from ${packedSize} to ${size} bytes`)
}

const pastEnd = ({ name, size }: ZipEntry) => bad(`${quote(name)} has ${size} bytes, and more are needed`)

/** The header before an entry's bytes has a length of its own. */
async function findStart(source: ByteSource, { name, headerOffset, packedSize }: ZipEntry): Promise<number> {
  const bytes = await source.read(headerOffset, 30)
  const view = new DataView(bytes.buffer, bytes.byteOffset, 30)
  if (view.getUint32(0, true) !== 0x04034b50) throw bad(`${quote(name)} does not begin where the directory says`)
  const start = headerOffset + 30 + view.getUint16(26, true) + view.getUint16(28, true)
  if (start + packedSize > source.size) throw bad(`${quote(name)} ends past the end of the file`)
  return start
}
