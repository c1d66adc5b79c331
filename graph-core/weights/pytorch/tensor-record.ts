/** Tensors and storages as a pickle describes them, checked, before any value is read. */
import { CheckpointError } from '../checkpoint-error'
import { type WeightDType, dtypeBytes } from '../dtype'
import { PyForeign } from '../pickle/values'

/** Values that lie beside the pickle, one after the other; several tensors may look at them. */
export class StorageRecord extends PyForeign {
  readonly kind = 'storage'
  constructor(
    readonly key: string,
    /** Null where the storage is bytes and each tensor says what they are. */
    readonly dtype: WeightDType | null,
    readonly byteLength: number,
  ) {
    super()
  }
}

/** A view of a storage. `offset` and `strides` count elements. */
export class TensorRecord extends PyForeign {
  readonly kind = 'tensor'
  constructor(
    readonly storage: StorageRecord,
    readonly dtype: WeightDType,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {
    super()
    this.check()
  }

  get count(): number {
    return this.shape.reduce((product, size) => product * size, 1)
  }

  /** Elements from the first that is used to the last, inclusive. */
  get span(): number {
    return this.count === 0 ? 0 : 1 + this.shape.reduce((sum, size, i) => sum + (size - 1) * this.strides[i]!, 0)
  }

  /** Whether the values lie one after the other in the order they are read in. */
  get isContiguous(): boolean {
    let expected = 1
    for (let i = this.shape.length - 1; i >= 0; i--) {
      if (this.shape[i] === 1) continue
      if (this.strides[i] !== expected) return false
      expected *= this.shape[i]!
    }
    return true
  }

  private check(): void {
    const { storage, dtype, offset, shape, strides } = this
    const fail = (what: string) => new CheckpointError('bad-tensor', `a tensor of storage ${storage.key} ${what}`)
    if (shape.length !== strides.length || shape.length > mostDimensions) throw fail('has sizes and strides that do not match')
    for (const size of [offset, ...shape, ...strides]) {
      if (!Number.isSafeInteger(size) || size < 0) throw fail(`has the impossible size ${size}`)
    }
    if (!Number.isSafeInteger(this.count * dtypeBytes[dtype])) throw fail('has more elements than a file can hold')
    if (offset + this.span > storage.byteLength / dtypeBytes[dtype])
      throw fail(`reaches to element ${offset + this.span} of ${storage.byteLength / dtypeBytes[dtype]}`)
    // Strides of 0 show one value many times; PyTorch's own expanded buffers stay far below this.
    if (this.count * dtypeBytes[dtype] > Math.max(storage.byteLength, largestExpanded))
      throw new CheckpointError('too-much', `a tensor of storage ${storage.key} repeats its values ${this.count} times`)
  }
}

/** As many as PyTorch allows. */
const mostDimensions = 64

const largestExpanded = 2 ** 28
