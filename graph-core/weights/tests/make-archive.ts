/** Writes archives as torch.save does, and in the ways it might: packed, in 64 bits, or with values that are holes in the file. */
import { deflateRawSync } from 'node:zlib'

export interface Entry {
  readonly name: string
  /** What it holds, or how many zeros, which are not made. */
  readonly data: Uint8Array | number
}

/** Bytes at their places; what lies between is zeros. */
export interface SparseFile {
  readonly size: number
  readonly parts: readonly { readonly offset: number; readonly bytes: Uint8Array }[]
}

/** The archive. `isWide`: numbers in 64 bits, although they would fit 32. */
export function makeZip(entries: readonly Entry[], { isPacked = false, isWide = false } = {}): SparseFile {
  const parts: { offset: number; bytes: Uint8Array }[] = []
  const directory: Buffer[] = []
  let at = 0
  const add = (bytes: Uint8Array) => {
    parts.push({ offset: at, bytes })
    at += bytes.length
  }
  for (const { name, data } of entries) {
    const size = typeof data === 'number' ? data : data.length
    const packed = isPacked && typeof data !== 'number' ? deflateRawSync(data) : data
    const packedSize = typeof packed === 'number' ? packed : packed.length
    const headerOffset = at
    const text = Buffer.from(name)
    const method = packed === data ? 0 : 8
    const numbers = isWide ? [0xffffffff, 0xffffffff, 0xffffffff] : [size, packedSize, headerOffset]
    const wide = isWide ? bytes([1, 2], [24, 2], [size, 8], [packedSize, 8], [headerOffset, 8]) : Buffer.alloc(0)
    const common = [
      [0, 2],
      [method, 2],
      [0, 4],
      [0, 4],
      [numbers[1]!, 4],
      [numbers[0]!, 4],
      [text.length, 2],
    ] as const
    add(Buffer.concat([bytes([0x04034b50, 4], [45, 2], ...common, [0, 2]), text]))
    if (typeof packed === 'number') at += packed
    else add(packed)
    const head = bytes([0x02014b50, 4], [45, 2], [45, 2], ...common, [wide.length, 2], [0, 2], [0, 2], [0, 2], [0, 4], [numbers[2]!, 4])
    directory.push(Buffer.concat([head, text, wide]))
  }
  const [start, list] = [at, Buffer.concat(directory)]
  add(list)
  if (isWide) {
    const end = at
    const n = entries.length
    add(bytes([0x06064b50, 4], [44, 8], [45, 2], [45, 2], [0, 4], [0, 4], [n, 8], [n, 8], [list.length, 8], [start, 8]))
    add(bytes([0x07064b50, 4], [0, 4], [end, 8], [1, 4]))
  }
  const [n, length, offset] = isWide ? [0xffff, 0xffffffff, 0xffffffff] : [entries.length, list.length, start]
  add(bytes([0x06054b50, 4], [0, 2], [0, 2], [n, 2], [n, 2], [length, 4], [offset, 4], [0, 2]))
  return { size: at, parts }
}

/** All of it in memory. */
export function whole({ size, parts }: SparseFile): Uint8Array {
  const out = new Uint8Array(size)
  for (const { offset, bytes } of parts) out.set(bytes, offset)
  return out
}

/** Little-endian numbers of the given lengths. */
function bytes(...numbers: readonly (readonly [value: number, length: number])[]): Buffer {
  return Buffer.concat(
    numbers.map(([value, length]) => {
      const out = Buffer.alloc(8)
      out.writeBigUInt64LE(BigInt(value))
      return out.subarray(0, length)
    }),
  )
}

/** The pickle of a state_dict of float32 tensors, each with a storage of its own: `0`, `1`, … */
export function pickleOf(tensors: readonly { readonly name: string; readonly shape: readonly number[] }[]): Uint8Array {
  const text = (value: string) => Buffer.concat([bytes([0x58, 1], [Buffer.byteLength(value), 4]), Buffer.from(value)])
  const int = (value: number) => bytes([0x4a, 1], [value, 4])
  const tuple = (...items: Buffer[]) => Buffer.concat([Buffer.from('('), ...items, Buffer.from('t')])
  const global = (path: string) => Buffer.from(`c${path.replace(' ', '\n')}\n`)
  const entry = ({ name, shape }: (typeof tensors)[number], i: number) => {
    const count = shape.reduce((product, size) => product * size, 1)
    const strides = shape.map((_, d) => shape.slice(d + 1).reduce((product, size) => product * size, 1))
    const storage = Buffer.concat([
      tuple(text('storage'), global('torch FloatStorage'), text(String(i)), text('cpu'), int(count)),
      Buffer.from('Q'),
    ])
    const args = tuple(storage, int(0), tuple(...shape.map(int)), tuple(...strides.map(int)), Buffer.from([0x89]), Buffer.from('}'))
    return Buffer.concat([text(name), global('torch._utils _rebuild_tensor_v2'), args, Buffer.from('R')])
  }
  return Buffer.concat([Buffer.from([0x80, 2]), Buffer.from('}('), ...tensors.map(entry), Buffer.from('u.')])
}
