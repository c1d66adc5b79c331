/**
 * Opening and saving text the user owns. What is read is what is written: every byte, a byte order mark included. A version says what a file
 * held, so that a save can refuse to overwrite what another program wrote meanwhile.
 */
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { access, open, realpath, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { HostError, fromSystemError } from '../../contract/host-error'
import { type FileRef, type OpenedFile, longestText } from '../../contract/host'
import { writeStreamed } from './write-streamed'

/** A version: modification time, size, and the start of the contents' hash. Only the hash decides; the rest is for people who read logs. */
const versionOf = (modified: bigint, bytes: Uint8Array) =>
  `${modified}-${bytes.length}-${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}`

/** True when two versions have the same contents: a file that was only touched did not change. */
export function isSameVersion(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && contentsOf(a) === contentsOf(b))
}

const contentsOf = (version: string) => version.slice(version.indexOf('-') + 1)

interface ReadBytes {
  readonly bytes: Uint8Array
  readonly version: string
  readonly mode: number
}

/** Reads a whole file. Fails with Node's errors, and with HostErrors for what is no file or too long. */
async function readBytes(path: string): Promise<ReadBytes> {
  const before = await stat(path) // first, since opening a pipe would wait for its writer
  if (!before.isFile()) throw new HostError('file.not-a-file', `${path} is not a file.`)
  const handle = await open(path, 'r')
  try {
    const found = await handle.stat({ bigint: true })
    if (found.size > longestText) {
      throw new HostError('file.too-large', `${path} has ${(Number(found.size) / 2 ** 20).toFixed(0)} MB; no model file is that large.`)
    }
    const bytes = await handle.readFile()
    return { bytes, version: versionOf(found.mtimeNs, bytes), mode: Number(found.mode) }
  } finally {
    await handle.close()
  }
}

/** What a file holds now; null when there is none. Throws HostError. */
export async function fileVersion(path: string): Promise<string | null> {
  try {
    return (await readBytes(path)).version
  } catch (error) {
    const told = fromSystemError(error, path)
    if (told instanceof HostError && told.code === 'file.missing') return null
    throw told
  }
}

/** Opens a text file. Throws HostError `file.*`. */
export async function openTextFile(path: string): Promise<OpenedFile> {
  try {
    const { bytes, version, mode } = await readBytes(path)
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return { ref: { path, version }, name: basename(path), text, isReadOnly: !(await mayWrite(path, mode)) }
  } catch (error) {
    if (error instanceof TypeError) throw new HostError('file.not-text', `${path} is no UTF-8 text.`)
    throw fromSystemError(error, path)
  }
}

/** A file nobody may write is read-only for root too, whom the system lets write all. */
async function mayWrite(path: string, mode: number): Promise<boolean> {
  if ((mode & 0o222) === 0) return false
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  )
}

export interface SaveTextOptions {
  /** Refuses unless the file still has this version; null: unless there is none; undefined: writes whatever is there. */
  readonly expected?: string | null
}

/** Two saves of one file take turns; the files are known by where their links lead. */
const turns = new Map<string, Promise<unknown>>()

/** Runs when everything else that wants this file has ended. */
export async function inTurn<T>(path: string, run: () => Promise<T>): Promise<T> {
  const key = await realpath(path).catch(() => path)
  const before = turns.get(key) ?? Promise.resolve()
  const own = before.then(run, run)
  const settled: Promise<unknown> = own.then(
    () => undefined,
    () => undefined,
  )
  turns.set(key, settled)
  void settled.then(() => {
    if (turns.get(key) === settled) turns.delete(key)
  })
  return own
}

/** Saves text atomically: a reader, or a crash, finds the old file or the new one. Throws HostError `file.*`. */
export async function saveTextFile(path: string, text: string, { expected }: SaveTextOptions = {}): Promise<FileRef> {
  // Half a surrogate pair has no UTF-8; it becomes U+FFFD on disk, as in every editor.
  const bytes = new TextEncoder().encode(text)
  if (bytes.length > longestText) throw new HostError('file.too-large', `${path} would have ${(bytes.length / 2 ** 20).toFixed(0)} MB.`)
  const refuseChanged = async () => {
    if (expected === undefined) return
    const found = await fileVersion(path)
    if (expected === null && found !== null) throw new HostError('file.exists', `There is a file ${path} already.`)
    // A file that is gone has nothing left to lose: saving puts it back.
    if (expected !== null && found !== null && !isSameVersion(found, expected)) {
      throw new HostError('file.changed', `${path} was changed by another program, or in another window.`)
    }
  }
  return inTurn(path, async () => {
    try {
      await refuseReadOnly(path)
      await refuseChanged()
      // Looked at again when the bytes lie beside it, a moment before they take its place.
      async function* chunks() {
        yield bytes
        await refuseChanged()
      }
      await writeStreamed([{ path, bytes: chunks() }])
      const { mtimeNs } = await stat(path, { bigint: true })
      return { path, version: versionOf(mtimeNs, bytes) }
    } catch (error) {
      throw error instanceof HostError ? error : fromSystemError(error, path, 'write')
    }
  })
}

async function refuseReadOnly(path: string): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (found === null) {
    // Node says ENOENT of the temporary file; the user wants to hear of the folder.
    await access(dirname(path))
    return
  }
  if (found.isFile() && !(await mayWrite(path, found.mode))) throw new HostError('file.unwritable', `${path} is read-only.`)
}
