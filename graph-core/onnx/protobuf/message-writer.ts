/**
 * Writes one protobuf message as a list of chunks. Every message inside another is preceded by its length, so messages are written from the
 * inside out; lazy payloads only declare theirs. Fields come in ascending order, so that the bytes are those the official library would write.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */
import type { LazyBytes } from '../../byte-stream'

const VARINT = 0
const LENGTH_DELIMITED = 2
const FIXED32 = 5

const text = new TextEncoder()

export class MessageWriter {
  private readonly closed: (Uint8Array | LazyBytes)[] = []
  private closedBytes = 0
  private open = new Uint8Array(256)
  private openBytes = 0

  /** Bytes of the message so far. */
  get byteLength(): number {
    return this.closedBytes + this.openBytes
  }

  /** The message as pieces in order. */
  get pieces(): readonly (Uint8Array | LazyBytes)[] {
    return this.openBytes > 0 ? [...this.closed, this.open.subarray(0, this.openBytes)] : this.closed
  }

  /** An `int64`, `int32` or enum field. */
  int(field: number, value: number): void {
    this.tag(field, VARINT)
    this.varint(value)
  }

  /** A `float` field. */
  float(field: number, value: number): void {
    this.tag(field, FIXED32)
    this.reserve(4)
    new DataView(this.open.buffer).setFloat32(this.openBytes, value, true)
    this.openBytes += 4
  }

  /** A `string` field. */
  string(field: number, value: string): void {
    this.bytes(field, text.encode(value))
  }

  /** A `string` field that is left out when empty, as `undefined` is. */
  optionalString(field: number, value: string | undefined): void {
    if (value) this.string(field, value)
  }

  /** A `bytes` field whose value is here. */
  bytes(field: number, value: Uint8Array): void {
    this.tag(field, LENGTH_DELIMITED)
    this.varint(value.byteLength)
    this.append(value)
  }

  /** A `bytes` field whose value is read when the message is streamed. */
  lazyBytes(field: number, value: LazyBytes): void {
    this.tag(field, LENGTH_DELIMITED)
    this.varint(value.byteLength)
    this.attach(value)
  }

  /** A message in this message. */
  message(field: number, write: (inner: MessageWriter) => void): void {
    const inner = new MessageWriter()
    write(inner)
    this.tag(field, LENGTH_DELIMITED)
    this.varint(inner.byteLength)
    for (const piece of inner.pieces) {
      if (piece instanceof Uint8Array) this.append(piece)
      else this.attach(piece)
    }
  }

  private tag(field: number, wireType: number): void {
    this.varint(field * 8 + wireType)
  }

  /** Base 128, low groups first; a negative number is written as its 64-bit two's complement. */
  private varint(value: number): void {
    if (!Number.isSafeInteger(value)) throw new Error(`expected an integer below 2^53, got ${value}`)
    this.reserve(10)
    let rest = value < 0 ? BigInt.asUintN(64, BigInt(value)) : value
    if (typeof rest === 'bigint') {
      for (; rest >= 0x80n; rest >>= 7n) this.open[this.openBytes++] = Number(rest & 0x7fn) | 0x80
      this.open[this.openBytes++] = Number(rest)
      return
    }
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.open[this.openBytes++] = (rest % 0x80) | 0x80
    this.open[this.openBytes++] = rest
  }

  private append(bytes: Uint8Array): void {
    this.reserve(bytes.byteLength)
    this.open.set(bytes, this.openBytes)
    this.openBytes += bytes.byteLength
  }

  private attach(payload: LazyBytes): void {
    if (this.openBytes > 0) {
      this.closed.push(this.open.subarray(0, this.openBytes))
      this.closedBytes += this.openBytes
      this.open = new Uint8Array(256)
      this.openBytes = 0
    }
    this.closed.push(payload)
    this.closedBytes += payload.byteLength
  }

  private reserve(more: number): void {
    const needed = this.openBytes + more
    if (needed <= this.open.byteLength) return
    const larger = new Uint8Array(Math.max(needed, 2 * this.open.byteLength))
    larger.set(this.open.subarray(0, this.openBytes))
    this.open = larger
  }
}
