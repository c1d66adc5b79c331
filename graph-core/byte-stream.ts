/**
 * Bytes whose number is known before they are made. Files larger than memory are written this way: what is large is read only when its
 * turn comes, and is let go once it has been handed on.
 */
export interface ByteStream extends AsyncIterable<Uint8Array> {
  readonly byteLength: number
}

/** A piece of a stream that is made when it is needed. */
export interface LazyBytes {
  readonly byteLength: number
  read(): Uint8Array | Promise<Uint8Array>
}

/** The stream of these pieces, one after the other. It may be read more than once. */
export function streamOf(pieces: readonly (Uint8Array | LazyBytes)[]): ByteStream {
  const byteLength = pieces.reduce((sum, piece) => sum + piece.byteLength, 0)
  return {
    byteLength,
    async *[Symbol.asyncIterator]() {
      for (const piece of pieces) yield piece instanceof Uint8Array ? piece : await readWhole(piece)
    },
  }
}

/** Reads a lazy piece and holds it to its word: a length that is off by one would shift everything after it. */
async function readWhole(piece: LazyBytes): Promise<Uint8Array> {
  const bytes = await piece.read()
  if (bytes.byteLength !== piece.byteLength) throw new Error(`expected ${piece.byteLength} bytes, got ${bytes.byteLength}`)
  return bytes
}

/** All bytes of a stream in one array. For streams known to be small. */
export async function collectBytes(stream: ByteStream): Promise<Uint8Array<ArrayBuffer>> {
  const all = new Uint8Array(stream.byteLength)
  let offset = 0
  for await (const chunk of stream) {
    all.set(chunk, offset)
    offset += chunk.byteLength
  }
  return all
}
