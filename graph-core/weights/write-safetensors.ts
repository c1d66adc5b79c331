import { type ByteStream, type LazyBytes, streamOf } from '../byte-stream'
import { type WeightDType, dtypeBytes } from './dtype'

/** A tensor to be written; a WeightTensor is one. */
export interface WritableTensor extends LazyBytes {
  readonly name: string
  readonly dtype: WeightDType
  readonly shape: readonly number[]
}

/**
 * The stream of a .safetensors file. The header keeps the tensors' order; their values are laid out with the widest types first, so that
 * each is aligned to its own size wherever the file is mapped. Tensors are read one at a time.
 */
export function writeSafetensors(tensors: readonly WritableTensor[], metadata: Readonly<Record<string, string>> = {}): ByteStream {
  const laidOut = tensors.toSorted((a, b) => dtypeBytes[b.dtype] - dtypeBytes[a.dtype])
  const offsets = new Map<WritableTensor, [begin: number, end: number]>()
  let end = 0
  for (const tensor of laidOut) {
    const expected = tensor.shape.reduce((product, size) => product * size, dtypeBytes[tensor.dtype])
    if (tensor.byteLength !== expected) throw new Error(`expected ${expected} bytes for ${tensor.name}, got ${tensor.byteLength}`)
    offsets.set(tensor, [end, (end += tensor.byteLength)])
  }
  return streamOf([...header(tensors, offsets, metadata), ...laidOut])
}

function header(
  tensors: readonly WritableTensor[],
  offsets: ReadonlyMap<WritableTensor, readonly [number, number]>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array[] {
  const seen = new Set(['__metadata__'])
  const entries = Object.keys(metadata).length > 0 ? [`"__metadata__":${JSON.stringify(metadata)}`] : []
  // Entry by entry: as one object, names that are integers would move to the front and `__proto__` would be lost.
  for (const tensor of tensors) {
    if (seen.has(tensor.name)) throw new Error(`expected one tensor named ${tensor.name}, got two`)
    seen.add(tensor.name)
    const { dtype, shape } = tensor
    entries.push(`${JSON.stringify(tensor.name)}:${JSON.stringify({ dtype, shape, data_offsets: offsets.get(tensor) })}`)
  }
  const text = new TextEncoder().encode(`{${entries.join(',')}}`)
  const padded = new Uint8Array(Math.ceil(text.byteLength / 8) * 8).fill(0x20)
  padded.set(text)
  const length = new Uint8Array(8)
  new DataView(length.buffer).setBigUint64(0, BigInt(padded.byteLength), true)
  return [length, padded]
}
