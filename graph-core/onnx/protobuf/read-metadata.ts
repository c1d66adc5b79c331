/** What a model file says about itself beside its graph, read without the graph: class names, strides, the task. */
import type { ByteSource } from '../../weights/byte-source'

/** The bytes are no ONNX model. */
export class OnnxFormatError extends Error {}

/** Field numbers of ModelProto and StringStringEntryProto. https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
const graphField = 7
const metadataField = 14

/** More than any entry needs; a longer one is not read. */
const longestEntry = 2 ** 20
const longestTag = 20
/** More fields than a model file has beside its graph. */
const mostFields = 10_000

/** The metadata of a model file. Throws OnnxFormatError. */
export async function readOnnxMetadata(source: ByteSource): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  let hasGraph = false
  for (let at = 0, fields = 0; at < source.size; fields++) {
    if (fields === mostFields) throw new OnnxFormatError('the file is no ONNX model')
    const head = new FieldReader(await source.read(at, Math.min(longestTag, source.size - at)))
    const { field, wireType } = head.tag()
    const length = head.lengthOf(wireType)
    const begin = at + head.at
    at = begin + length
    if (at > source.size) throw new OnnxFormatError('the file is cut off')
    if (field === graphField && wireType === 2) hasGraph = true
    if (field !== metadataField || wireType !== 2 || length > longestEntry) continue
    const [key, value] = readEntry(await source.read(begin, length))
    found.set(key, value)
  }
  if (!hasGraph) throw new OnnxFormatError('the file holds no ONNX graph')
  return found
}

function readEntry(bytes: Uint8Array): [key: string, value: string] {
  const reader = new FieldReader(bytes)
  const parts = ['', '']
  while (reader.at < bytes.length) {
    const { field, wireType } = reader.tag()
    const length = reader.lengthOf(wireType)
    const value = bytes.subarray(reader.at, reader.at + length)
    reader.at += length
    if (wireType === 2 && (field === 1 || field === 2)) parts[field - 1] = new TextDecoder().decode(value)
  }
  return [parts[0]!, parts[1]!]
}

class FieldReader {
  at = 0

  constructor(private readonly bytes: Uint8Array) {}

  tag(): { field: number; wireType: number } {
    const tag = this.varint()
    const field = Math.floor(tag / 8)
    if (field === 0) throw new OnnxFormatError('the file is no ONNX model')
    return { field, wireType: tag % 8 }
  }

  /** How many bytes the value of a field takes after what has been read; a varint is read here. */
  lengthOf(wireType: number): number {
    switch (wireType) {
      case 0:
        this.varint()
        return 0
      case 1:
        return 8
      case 2:
        return this.varint()
      case 5:
        return 4
      default:
        throw new OnnxFormatError('the file is no ONNX model')
    }
  }

  private varint(): number {
    let value = 0
    for (let i = 0; i < 10; i++) {
      const byte = this.bytes[this.at++]
      if (byte === undefined) break
      value += (byte & 0x7f) * 2 ** (7 * i)
      if (byte < 0x80) return value
    }
    throw new OnnxFormatError('the file is no ONNX model')
  }
}
