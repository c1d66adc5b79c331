/** Bytes that can be read anywhere: a file, or an array in memory. Checkpoints are read through one, a tensor at a time. */
export interface ByteSource {
  readonly size: number
  /** Exactly these bytes; fails where they are not all there. */
  read(offset: number, length: number): Promise<Uint8Array>
}

/** An array as a source. Reads are views of it, not copies. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.byteLength,
    async read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > bytes.byteLength) {
        throw new RangeError(`expected bytes ${offset} to ${offset + length} within ${bytes.byteLength}`)
      }
      return bytes.subarray(offset, offset + length)
    },
  }
}
