import type { ByteSource } from '../byte-source'
import { dtypeBytes, toFloat32 } from '../dtype'
import type { WeightTensor } from '../weight-tensor'
import type { TensorRecord } from './tensor-record'

/** A tensor that is a view of a storage's bytes: only the part it looks at is read, and put in order where it is not. */
export function storageTensor(name: string, record: TensorRecord, storage: ByteSource): WeightTensor {
  const { dtype, shape, count } = record
  const size = dtypeBytes[dtype]
  const read = async () => {
    const bytes = await storage.read(record.offset * size, record.span * size)
    return record.isContiguous ? bytes : inOrder(bytes, record)
  }
  return { name, dtype, shape, byteLength: count * size, read, toFloat32: async () => toFloat32(dtype, await read()) }
}

/** The elements row by row, wherever the strides say they lie. */
function inOrder(bytes: Uint8Array, { dtype, shape, strides, count }: TensorRecord): Uint8Array {
  const size = dtypeBytes[dtype]
  const out = new Uint8Array(count * size)
  const index = shape.map(() => 0)
  let from = 0
  for (let to = 0; to < out.length; to += size) {
    for (let i = 0; i < size; i++) out[to + i] = bytes[from * size + i]!
    for (let d = shape.length - 1; d >= 0; d--) {
      from += strides[d]!
      if (++index[d]! < shape[d]!) break
      from -= strides[d]! * shape[d]!
      index[d] = 0
    }
  }
  return out
}
