import type { DType } from '../symbolic'
import type { DraftTensor } from './graph'
import type { OnnxDataType } from './model'
import { byteLengthOf, int64Tensor, tensorOf } from './tensors'

/** The element types of the symbolic language by the names of the format. */
export const onnxType: Readonly<Record<DType, OnnxDataType>> = {
  f32: 'float32',
  f16: 'float16',
  i64: 'int64',
  i32: 'int32',
  u8: 'uint8',
  bool: 'bool',
}

/** Equal constants have equal keys; 0 and -0 are different ones. */
export function constantKey(values: readonly number[], shape: readonly number[], dtype: DType): string {
  return `${dtype}[${shape.join(',')}] ${values.map((v) => (Object.is(v, -0) ? '-0' : String(v))).join(',')}`
}

/** A name that shows what a short constant holds, and the shape of a long one. */
export function constantName(values: readonly number[], shape: readonly number[], dtype: DType): string {
  if (shape.length === 0) return `${dtype}(${values[0]})`
  if (shape.length === 1 && values.length <= 8) return `${dtype}[${values.join(',')}]`
  return `${dtype}(${shape.join('x')})`
}

/** The tensor of given values. */
export function constantTensor(name: string, values: ArrayLike<number>, shape: readonly number[], dtype: DType): DraftTensor {
  const expected = byteLengthOf(shape, 'uint8')
  if (values.length !== expected) throw new Error(`expected ${expected} values for ${name}, got ${values.length}`)
  switch (dtype) {
    case 'f32': {
      const floats = Float32Array.from(values)
      return { ...tensorOf(name, shape, 'float32', floats), values: floats, floats: async () => floats.slice() }
    }
    case 'i64':
      return int64Tensor(name, shape, Array.from(values))
    case 'i32':
      return tensorOf(name, shape, 'int32', Int32Array.from(values))
    case 'u8':
      return tensorOf(name, shape, 'uint8', Uint8Array.from(values))
    case 'bool':
      return tensorOf(
        name,
        shape,
        'bool',
        Uint8Array.from(values, (v) => (v === 0 ? 0 : 1)),
      )
    case 'f16':
      return tensorOf(name, shape, 'float16', Uint16Array.from(values, halfBits))
  }
}

const single = new Float32Array(1)
const bits = new Uint32Array(single.buffer)

/** The bits of the float16 nearest to a float32, ties to even. */
export function halfBits(value: number): number {
  single[0] = value
  const sign = (bits[0]! >>> 16) & 0x8000
  const magnitude = bits[0]! & 0x7fffffff
  if (magnitude > 0x7f800000) return sign | 0x7e00
  if (magnitude >= bitsOf65520) return sign | 0x7c00
  if (magnitude < bitsOfSmallestNormal) return sign | roundToEven(Math.abs(single[0]) * 2 ** 24)
  // What is cut off rounds up where it is more than half, or half and the last bit that stays is 1.
  const rounding = 0xfff + ((magnitude >>> 13) & 1)
  return sign | ((magnitude - biasDifference + rounding) >>> 13)
}

/** The first float32 that is nearer to infinity than to 65504. */
const bitsOf65520 = 0x477ff000
/** 2^-14. */
const bitsOfSmallestNormal = 0x38800000
/** Exponents are 127 too high in one and 15 in the other. */
const biasDifference = (127 - 15) << 23

function roundToEven(x: number): number {
  const below = Math.floor(x)
  const rest = x - below
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below
}
