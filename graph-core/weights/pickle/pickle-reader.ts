/** The bytes of a pickle, one argument after the other. */
import { CheckpointError } from '../checkpoint-error'

/** Thrown where the bytes end before the pickle does: there may be more of them elsewhere. */
export class PickleEnds extends CheckpointError {
  constructor() {
    super('bad-pickle', 'the pickle ends in the middle')
  }
}

/** Longer than any number in a checkpoint; reading long ones takes their length squared. */
const longestNumber = 64

/** Longest line of the old text opcodes: names and numbers. */
const longestLine = 4096

export class PickleReader {
  private readonly view: DataView

  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** The place of the next `length` bytes, which are then behind. */
  private pass(length: number): number {
    if (length > this.bytes.length - this.at) throw new PickleEnds()
    return (this.at += length) - length
  }

  uint8 = (): number => this.bytes[this.pass(1)]!
  uint16 = (): number => this.view.getUint16(this.pass(2), true)
  uint32 = (): number => this.view.getUint32(this.pass(4), true)
  int32 = (): number => this.view.getInt32(this.pass(4), true)
  uint64 = (): number => Number(this.view.getBigUint64(this.pass(8), true))
  /** The only big-endian number of a pickle. */
  float64 = (): number => this.view.getFloat64(this.pass(8), false)

  raw(length: number): Uint8Array {
    const at = this.pass(length)
    return this.bytes.subarray(at, at + length)
  }

  utf8 = (length: number): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.raw(length))

  /** Bytes that Python 2 called text. */
  latin1(length: number): string {
    const bytes = this.raw(length)
    let text = ''
    for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096))
    return text
  }

  line(): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.lineBytes())
  }

  /** A line whose bytes are characters. */
  latin1Line(): string {
    return String.fromCharCode(...this.lineBytes())
  }

  private lineBytes(): Uint8Array {
    const end = this.bytes.indexOf(0x0a, this.at)
    if (end - this.at > longestLine || (end === -1 && this.bytes.length - this.at > longestLine))
      throw new CheckpointError('bad-pickle', `a line of the pickle has more than ${longestLine} characters`)
    if (end === -1) throw new PickleEnds()
    const bytes = this.raw(end - this.at)
    this.at++
    return bytes
  }

  /** A little-endian two's complement of any length. */
  long(length: number): number | bigint {
    if (length > longestNumber) throw new CheckpointError('too-much', `the pickle holds a number of ${length} bytes`)
    const bytes = this.raw(length)
    let value = 0n
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!)
    return narrow(BigInt.asIntN(8 * length, value))
  }

  /** A number in digits, as protocol 0 writes it. */
  decimal(): number | bigint {
    const text = this.line().replace(/L$/, '')
    if (!/^-?\d{1,150}$/.test(text)) throw new CheckpointError('bad-pickle', 'the pickle holds digits that are no number')
    return narrow(BigInt(text))
  }
}

const narrow = (value: bigint) => (BigInt.asIntN(53, value) === value ? Number(value) : value)
