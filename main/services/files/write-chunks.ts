import type { FileHandle } from 'node:fs/promises'

export interface WriteOptions {
  /** Stops the writing, which then fails with the signal's reason. */
  readonly signal?: AbortSignal
  /** Called with how many more bytes have been written. */
  readonly onWritten?: (bytes: number) => void
}

/** Handed to the system at once: enough for a disk to be busy, little beside a model. */
const batchBytes = 4 * 2 ** 20
const batchChunks = 1024

/** Writes all chunks where the handle stands. While the system writes one batch, the next is made; so at most two are in memory. */
export async function writeChunks(
  handle: Pick<FileHandle, 'writev'>,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { signal, onWritten }: WriteOptions = {},
): Promise<void> {
  let batch: Uint8Array[] = []
  let size = 0
  let underWay = Promise.resolve()
  const flush = async () => {
    await underWay
    underWay = writeBatch(handle, batch, onWritten)
    underWay.catch(() => undefined) // whoever waits for it next reports it
    batch = []
    size = 0
  }
  try {
    for await (const chunk of chunks) {
      signal?.throwIfAborted()
      if (chunk.byteLength === 0) continue
      batch.push(chunk)
      size += chunk.byteLength
      if (size >= batchBytes || batch.length >= batchChunks) await flush()
    }
    await flush()
    await underWay
  } finally {
    await underWay.catch(() => undefined) // the caller may close the handle now
  }
}

/** The system may take fewer bytes than it is given; the rest goes again. */
async function writeBatch(handle: Pick<FileHandle, 'writev'>, batch: Uint8Array[], onWritten?: (bytes: number) => void): Promise<void> {
  let rest = batch
  while (rest.length > 0) {
    const { bytesWritten } = await handle.writev(rest)
    if (bytesWritten === 0) throw new Error('the file takes no more bytes')
    onWritten?.(bytesWritten)
    rest = without(rest, bytesWritten)
  }
}

function without(chunks: Uint8Array[], taken: number): Uint8Array[] {
  let first = 0
  for (; first < chunks.length && taken >= chunks[first]!.byteLength; first++) taken -= chunks[first]!.byteLength
  const rest = chunks.slice(first)
  if (taken > 0) rest[0] = rest[0]!.subarray(taken)
  return rest
}
