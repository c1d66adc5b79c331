/**
 * A message as one binary frame: `GRF1`, the length of the head, the head as JSON, then the contents of every typed array, each at a multiple
 * of eight bytes, so that the receiver reads them in place. The head holds null where an array was, and beside the message the path to it.
 */
const types = {
  Uint8Array,
  Int8Array,
  Uint8ClampedArray,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const

type TypeName = keyof typeof types | 'ArrayBuffer'
type Section = readonly [path: readonly (string | number)[], type: TypeName, offset: number, bytes: number]

const magic = 0x31465247 // 'GRF1', little-endian
const alignment = 8
const align = (offset: number) => Math.ceil(offset / alignment) * alignment

/** A frame that is not one, or is cut off. */
export class FrameError extends Error {}

export function encodeFrame(message: unknown): Uint8Array<ArrayBuffer> {
  const sections: Section[] = []
  const contents: Uint8Array[] = []
  let offset = 0
  const take = (value: unknown, path: readonly (string | number)[]): unknown => {
    if (typeof value !== 'object' || value === null) return value
    const bytes = bytesOf(value)
    if (bytes !== null) {
      sections.push([path, bytes.type, offset, bytes.view.length])
      contents.push(bytes.view)
      offset = align(offset + bytes.view.length)
      return null
    }
    if (Array.isArray(value)) return value.map((item, i) => take(item, [...path, i]))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, take(item, [...path, key])]))
  }
  const plain = take(message, [])
  const head = new TextEncoder().encode(JSON.stringify([plain, sections]))
  const start = align(8 + head.length)
  const frame = new Uint8Array(start + offset)
  const numbers = new DataView(frame.buffer)
  numbers.setUint32(0, magic, true)
  numbers.setUint32(4, head.length, true)
  frame.set(head, 8)
  for (const [i, [, , at]] of sections.entries()) frame.set(contents[i]!, start + at)
  return frame
}

function bytesOf(value: object): { type: TypeName; view: Uint8Array } | null {
  if (value instanceof ArrayBuffer) return { type: 'ArrayBuffer', view: new Uint8Array(value) }
  if (!ArrayBuffer.isView(value)) return null
  // Node's Buffer is sent as what it is, a Uint8Array, just as structured clone does.
  const name = Object.prototype.toString.call(value).slice(8, -1)
  if (!Object.hasOwn(types, name)) throw new FrameError(`expected a typed array that can be sent, got ${name}`)
  return { type: name as TypeName, view: new Uint8Array(value.buffer, value.byteOffset, value.byteLength) }
}

/** Reads a frame. Its typed arrays look into the frame itself. Throws FrameError. */
export function decodeFrame(frame: Uint8Array): unknown {
  // A frame that lies askew in a larger buffer is moved, or its arrays could not be read in place.
  const bytes = frame.byteOffset % alignment === 0 ? frame : frame.slice()
  if (bytes.length < 8) throw new FrameError(`expected a frame, got ${bytes.length} bytes`)
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = numbers.getUint32(4, true)
  if (numbers.getUint32(0, true) !== magic || 8 + length > bytes.length) throw new FrameError('expected a frame, got other bytes')
  const [plain, sections] = readHead(bytes.subarray(8, 8 + length))
  const root = { message: plain }
  for (const section of sections) place(root, section, bytes, align(8 + length))
  return root.message
}

function readHead(bytes: Uint8Array): [unknown, readonly Section[]] {
  let head: unknown
  try {
    head = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new FrameError('the head of a frame is no JSON')
  }
  if (!Array.isArray(head) || !Array.isArray(head[1])) throw new FrameError('the head of a frame is not one')
  return head as [unknown, readonly Section[]]
}

function place(root: object, section: unknown, frame: Uint8Array, start: number): void {
  if (!Array.isArray(section) || !Array.isArray(section[0])) throw new FrameError('a section of a frame is not one')
  const [path, type, offset, bytes] = section as unknown as Section
  const keys: readonly (string | number)[] = ['message', ...path]
  let holder = root as Record<string | number, unknown>
  for (const [i, key] of keys.entries()) {
    // Own entries only: a path through __proto__ would write into every object of the program.
    if (!Object.hasOwn(holder, key)) throw new FrameError('a section of a frame belongs nowhere')
    const inside = holder[key]
    if (i === keys.length - 1) {
      if (inside !== null) throw new FrameError('a section of a frame belongs where something else is')
      holder[key] = view(frame, start, type, offset, bytes)
    } else if (typeof inside !== 'object' || inside === null || ArrayBuffer.isView(inside)) {
      throw new FrameError('a section of a frame belongs nowhere')
    } else holder = inside as Record<string | number, unknown>
  }
}

function view(frame: Uint8Array, start: number, type: TypeName, offset: number, bytes: number): unknown {
  const isWhole = Number.isSafeInteger(offset) && Number.isSafeInteger(bytes) && offset >= 0 && bytes >= 0 && offset % alignment === 0
  if (!isWhole || start + offset + bytes > frame.length) throw new FrameError('a section lies outside of its frame')
  const at = frame.byteOffset + start + offset
  if (type === 'ArrayBuffer') return frame.buffer.slice(at, at + bytes)
  const Type = Object.hasOwn(types, type) ? types[type] : undefined
  if (Type === undefined || bytes % Type.BYTES_PER_ELEMENT !== 0) throw new FrameError('a section of a frame has no such type')
  return new Type(frame.buffer as ArrayBuffer, at, bytes / Type.BYTES_PER_ELEMENT)
}
