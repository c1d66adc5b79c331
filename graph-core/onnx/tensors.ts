import { type OnnxDataType, type TensorProto, elementBytes } from './model'

type Numbers = Float32Array | Float64Array | Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | BigInt64Array

/** A tensor whose bytes are already there. All machines that run Graft are little-endian, as the format is. */
export function tensorOf(name: string, dims: readonly number[], dataType: OnnxDataType, values: Numbers): TensorProto {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  const expected = byteLengthOf(dims, dataType)
  if (bytes.byteLength !== expected) throw new Error(`expected ${expected} bytes for ${name}, got ${bytes.byteLength}`)
  return { name, dims, dataType, byteLength: expected, read: () => bytes }
}

/** A float32 tensor that is made when it is written. */
export function lazyFloats(name: string, dims: readonly number[], read: () => Float32Array | Promise<Float32Array>): TensorProto {
  return {
    name,
    dims,
    dataType: 'float32',
    byteLength: byteLengthOf(dims, 'float32'),
    async read() {
      const values = await read()
      return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    },
  }
}

/** An int64 tensor, as shapes, axes and sizes are given. */
export function int64Tensor(name: string, dims: readonly number[], values: readonly number[]): TensorProto {
  return tensorOf(name, dims, 'int64', BigInt64Array.from(values, BigInt))
}

/** How many bytes the values of a tensor take. */
export function byteLengthOf(dims: readonly number[], dataType: OnnxDataType): number {
  return dims.reduce((product, dim) => product * dim, elementBytes[dataType])
}
