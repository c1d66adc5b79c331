import { open, stat } from 'node:fs/promises'
import type { ByteSource } from '../../../graph-core/weights/byte-source'

/** A file that is open for reading, and must be closed. */
export interface FileSource extends ByteSource {
  close(): Promise<void>
}

/** Opens a file as a source of bytes. Fails with Node's own errors: ENOENT, EACCES, EISDIR. */
export async function openFileSource(path: string): Promise<FileSource> {
  const found = await stat(path) // before opening, which would wait at a pipe for someone to write
  if (!found.isFile()) {
    const code = found.isDirectory() ? 'EISDIR' : 'EINVAL'
    throw Object.assign(new Error(`${code}: ${path} is not a file`), { code, path })
  }
  const handle = await open(path, 'r')
  return {
    size: found.size,
    async read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > found.size) {
        throw new RangeError(`expected bytes ${offset} to ${offset + length} within ${found.size}`)
      }
      const bytes = new Uint8Array(length)
      for (let done = 0; done < length;) {
        const { bytesRead } = await handle.read(bytes, done, length - done, offset + done)
        if (bytesRead === 0) throw new Error(`${path} became shorter while it was read`)
        done += bytesRead
      }
      return bytes
    },
    close: () => handle.close(),
  }
}
