/** Element types of checkpoints, by the names safetensors gives them. All values are little-endian. */

/** Bytes of one element. */
export const dtypeBytes = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
} as const

export type WeightDType = keyof typeof dtypeBytes

export function isWeightDType(name: string): name is WeightDType {
  return Object.hasOwn(dtypeBytes, name)
}

/** Thrown for types whose values nothing here needs: they are carried as bytes only. */
export class NoFloatsError extends Error {
  override readonly name = 'NoFloatsError'
  constructor(readonly dtype: WeightDType) {
    super(`${dtype} values are kept as bytes and not converted to float32`)
  }
}

/** The values as float32, each rounded once to the nearest, as PyTorch's `.float()` does. The result does not share memory with `bytes`. */
export function toFloat32(dtype: WeightDType, bytes: Uint8Array): Float32Array {
  // Not `slice`: that of Node's Buffer, which a source may hand out, is no copy.
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % dtypeBytes[dtype] === 0 ? bytes : new Uint8Array(bytes)
  const count = byteLength / dtypeBytes[dtype]
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer, byteOffset, count).slice()
    case 'F64':
      return Float32Array.from(new Float64Array(buffer, byteOffset, count))
    case 'F16':
      return fromBits(new Uint16Array(buffer, byteOffset, count), halfBits)
    case 'BF16':
      return fromBits(new Uint16Array(buffer, byteOffset, count), (bits) => bits << 16)
    case 'I64':
      return Float32Array.from({ length: count }, roundedElement(new BigInt64Array(buffer, byteOffset, count)))
    case 'U64':
      return Float32Array.from({ length: count }, roundedElement(new BigUint64Array(buffer, byteOffset, count)))
    case 'I32':
      return Float32Array.from(new Int32Array(buffer, byteOffset, count))
    case 'U32':
      return Float32Array.from(new Uint32Array(buffer, byteOffset, count))
    case 'I16':
      return Float32Array.from(new Int16Array(buffer, byteOffset, count))
    case 'U16':
      return Float32Array.from(new Uint16Array(buffer, byteOffset, count))
    case 'I8':
      return Float32Array.from(new Int8Array(buffer, byteOffset, count))
    case 'U8':
      return Float32Array.from(new Uint8Array(buffer, byteOffset, count))
    case 'BOOL':
      return Float32Array.from(new Uint8Array(buffer, byteOffset, count), (value) => (value === 0 ? 0 : 1))
    case 'F8_E4M3':
    case 'F8_E5M2':
      throw new NoFloatsError(dtype)
  }
}

/** Writes bit patterns, not numbers: a number would lose which NaN it was. */
function fromBits(halves: Uint16Array, widen: (bits: number) => number): Float32Array {
  const bits = new Uint32Array(halves.length)
  for (let i = 0; i < halves.length; i++) bits[i] = widen(halves[i]!)
  return new Float32Array(bits.buffer)
}

/** The float32 bits of a float16. Its denormals are normal in float32. */
function halfBits(half: number): number {
  const sign = (half & 0x8000) << 16
  const exponent = (half >> 10) & 0x1f
  const fraction = half & 0x3ff
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13)
  if (exponent !== 0) return sign | ((exponent + 127 - 15) << 23) | (fraction << 13)
  if (fraction === 0) return sign
  const shift = Math.clz32(fraction) - 21 // puts the leading bit where the hidden one belongs
  return sign | ((1 - shift + 127 - 15) << 23) | (((fraction << shift) & 0x3ff) << 13)
}

/**
 * Integers beyond 2^53 do not fit a double, and rounding twice may miss the nearest float32. What is cut off leaves a one at the end instead,
 * which the second rounding sees.
 */
function roundedElement(values: BigInt64Array | BigUint64Array): (_: unknown, i: number) => number {
  return (_, i) => {
    const value = values[i]!
    const plain = Number(value)
    if (Math.abs(plain) < 2 ** 53) return plain
    const sticky = (value & 0x7ffn) === 0n ? 0n : 1n
    return Number((value >> 11n) | sticky) * 2 ** 11
  }
}
