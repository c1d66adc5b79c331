import type { LazyBytes } from '../byte-stream'
import type { ByteSource } from './byte-source'
import { type WeightDType, dtypeBytes, toFloat32 } from './dtype'

/** One tensor of a checkpoint, whose values are read when they are asked for. */
export interface WeightTensor extends LazyBytes {
  readonly name: string
  readonly dtype: WeightDType
  readonly shape: readonly number[]
  /** The values as they are stored: little-endian, row-major. */
  read(): Promise<Uint8Array>
  /** The values as float32; fails with NoFloatsError for types that are only carried. */
  toFloat32(): Promise<Float32Array>
}

/** What a tensor is, and where its values lie. */
export interface TensorPlace {
  readonly name: string
  readonly dtype: WeightDType
  readonly shape: readonly number[]
  readonly offset: number
  readonly byteLength: number
}

/** A tensor whose values lie in one piece in a source. */
export function tensorAt(source: ByteSource, { name, dtype, shape, offset, byteLength }: TensorPlace): WeightTensor {
  const read = () => source.read(offset, byteLength)
  return { name, dtype, shape, byteLength, read, toFloat32: async () => toFloat32(dtype, await read()) }
}

/** A list of so many equal values, which no file holds. */
export function filledTensor(name: string, count: number, value: number): WeightTensor {
  const floats = () => new Float32Array(count).fill(value)
  const read = async () => new Uint8Array(floats().buffer)
  return { name, dtype: 'F32', shape: [count], byteLength: 4 * count, read, toFloat32: async () => floats() }
}

/** A matrix turned. */
export function transposed(tensor: WeightTensor): WeightTensor {
  const { dtype } = tensor
  const [rows, columns] = tensor.shape as readonly [number, number]
  const size = dtypeBytes[dtype]
  const read = async () => {
    const bytes = await tensor.read()
    const turned = new Uint8Array(bytes.length)
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const [from, to] = [(row * columns + column) * size, (column * rows + row) * size]
        for (let i = 0; i < size; i++) turned[to + i] = bytes[from + i]!
      }
    }
    return turned
  }
  return { ...tensor, shape: [columns, rows], read, toFloat32: async () => toFloat32(dtype, await read()) }
}
