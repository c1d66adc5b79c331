/**
 * Reads protobuf messages field by field from a source, and passes over what nobody asks for: the weights of a network are most of its file.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */
import type { ByteSource } from '../byte-source'
import { CheckpointError } from '../checkpoint-error'

/** One field of a message. What has a length begins at `start` and is not read yet; else `value` is the number. */
export interface Field {
  readonly number: number
  readonly value: bigint
  readonly start: number
  readonly length: number
}

const windowSize = 2 ** 16
const bad = (what: string) => new CheckpointError('bad-onnx', what)

export class ProtobufCursor {
  private window: Uint8Array = new Uint8Array(0)
  private windowStart = 0

  constructor(private readonly source: ByteSource) {}

  /** The fields of the message in these bytes, one after the other. */
  async *fields(start: number, length: number): AsyncGenerator<Field> {
    const end = start + length
    for (let at = start; at < end;) {
      const field = await this.field(at, end)
      at = field.next
      yield field
    }
  }

  /** All of a field's bytes, at most `most`. */
  async bytes({ start, length }: Field, most: number): Promise<Uint8Array> {
    if (length > most) throw new CheckpointError('too-much', `a field of ${length} bytes is longer than it may be`)
    return this.source.read(start, length)
  }

  async text(field: Field, most = 4096): Promise<string> {
    return new TextDecoder().decode(await this.bytes(field, most))
  }

  private async field(at: number, end: number): Promise<Field & { next: number }> {
    const tag = await this.varint(at, end)
    const [number, kind] = [Number(tag.value >> 3n), Number(tag.value & 7n)]
    if (number === 0) throw bad('a field has no number')
    if (kind === 0) {
      const { value, next } = await this.varint(tag.next, end)
      return { number, value, start: tag.next, length: next - tag.next, next }
    }
    const sized = kind === 2 ? await this.varint(tag.next, end) : null
    const [start, length] = sized === null ? [tag.next, kind === 1 ? 8 : kind === 5 ? 4 : NaN] : [sized.next, Number(sized.value)]
    if (Number.isNaN(length)) throw bad(`a field is of the unknown kind ${kind}`)
    if (start + length > end) throw bad('a field ends past the end of its message')
    return { number, value: 0n, start, length, next: start + length }
  }

  private async varint(at: number, end: number): Promise<{ value: bigint; next: number }> {
    await this.see(at)
    let value = 0n
    for (let i = 0; i < 10; i++) {
      const byte = at + i < end ? this.window[at + i - this.windowStart] : undefined
      if (byte === undefined) throw bad('a message ends in the middle of a number')
      value |= BigInt(byte & 0x7f) << BigInt(7 * i)
      if (byte < 0x80) return { value: BigInt.asUintN(64, value), next: at + i + 1 }
    }
    throw bad('a number has more than ten bytes')
  }

  /** Brings the ten bytes from `at` on into the window, as far as there are so many. */
  private async see(at: number): Promise<void> {
    const [first, last] = [this.windowStart, this.windowStart + this.window.length]
    if (at >= first && (at + 10 <= last || (last === this.source.size && at < last))) return
    if (at >= this.source.size) throw bad('a message ends in the middle')
    this.windowStart = at
    this.window = await this.source.read(at, Math.min(windowSize, this.source.size - at))
  }
}
