/**
 * Writes streams to files so that a reader sees the old file or the new one, never half of it: into a temporary file beside it, flushed to the
 * disk, then renamed. Several files that belong together (a model and its weights) are all complete before the first takes its place, and when
 * one cannot, those before it get their old contents back.
 */
import { randomBytes } from 'node:crypto'
import { type FileHandle, chmod, chown, link, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { writeChunks } from './write-chunks'

export interface StreamedFile {
  readonly path: string
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

export interface WriteStreamedOptions {
  /** Stops the writing; no file is changed then. */
  readonly signal?: AbortSignal
  /** Called with the bytes written so far, over all files. */
  readonly onProgress?: (written: number) => void
}

/** Writes all files or none. Where one refers to another, give the one that refers last. Fails with Node's own errors, with their `code`. */
export async function writeStreamed(files: readonly StreamedFile[], { signal, onProgress }: WriteStreamedOptions = {}): Promise<void> {
  const places = await Promise.all(files.map(({ path }) => findPlace(path)))
  const replaced: Replacement[] = []
  let total = 0
  const onWritten = (bytes: number) => onProgress?.((total += bytes))
  try {
    for (const [i, { bytes }] of files.entries()) await writePlace(places[i]!, bytes, { signal, onWritten })
    const regular = places.filter(({ isDevice }) => !isDevice)
    for (const [i, place] of regular.entries()) replaced.push(await replace(place, i < regular.length - 1))
  } catch (error) {
    for (const { undo } of replaced.reverse()) await undo().catch(() => undefined)
    for (const { temporary } of places) await rm(temporary, { force: true })
    throw error
  }
  for (const { finish } of replaced) await finish()
  for (const folder of new Set(replaced.map(({ folder }) => folder))) await syncFolder(folder)
}

interface Place {
  /** Where the bytes belong, links followed. */
  readonly path: string
  readonly temporary: string
  /** The permissions of the file that is there now; null when there is none. */
  readonly mode: number | null
  /** Whose it is. */
  readonly owner: { readonly uid: number; readonly gid: number } | null
  /** A device or a pipe is written in place: it is not ours to replace. */
  readonly isDevice: boolean
}

async function findPlace(wanted: string): Promise<Place> {
  const path = await realpath(wanted).catch(() => wanted)
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (found?.isDirectory()) throw Object.assign(new Error(`EISDIR: ${wanted} is a folder`), { code: 'EISDIR', path: wanted })
  const temporary = join(dirname(path), `.${basename(path).slice(0, 200)}.${randomBytes(6).toString('hex')}.tmp`)
  return { path, temporary, mode: found ? found.mode & 0o777 : null, owner: found, isDevice: found !== null && !found.isFile() }
}

async function writePlace(place: Place, bytes: StreamedFile['bytes'], options: Parameters<typeof writeChunks>[2]): Promise<void> {
  const handle = place.isDevice ? await open(place.path, 'w') : await open(place.temporary, 'wx')
  const early = place.isDevice ? null : earlySync(handle)
  const onWritten = (count: number) => {
    early?.written(count)
    options?.onWritten?.(count)
  }
  try {
    await writeChunks(handle, bytes, { ...options, onWritten })
    if (!place.isDevice) await handle.sync()
  } finally {
    await early?.settled()
    await handle.close()
  }
  if (place.mode === null || place.owner === null || place.isDevice) return
  // Root gives the file back to its owner; nobody else may, and need not. Some disks have neither owners nor permissions.
  await chown(place.temporary, place.owner.uid, place.owner.gid).catch(() => undefined)
  await chmod(place.temporary, place.mode)
}

const syncEvery = 32 * 2 ** 20

/** Lets the disk begin while later bytes are still being made; the last sync then has little left to do, and reports what fails. */
function earlySync(handle: FileHandle) {
  let unsynced = 0
  let underWay: Promise<void> | null = null
  return {
    written(bytes: number) {
      unsynced += bytes
      if (unsynced < syncEvery || underWay !== null) return
      unsynced = 0
      underWay = handle
        .datasync()
        .catch(() => undefined)
        .finally(() => (underWay = null))
    },
    settled: async () => {
      await underWay
    },
  }
}

interface Replacement {
  readonly folder: string
  readonly undo: () => Promise<void>
  readonly finish: () => Promise<void>
}

/** Puts the temporary file in its place. `revocable`: the old file stays beside it until all are in theirs. */
async function replace({ path, temporary, mode }: Place, revocable: boolean): Promise<Replacement> {
  const old = revocable && mode !== null ? `${temporary}.old` : null
  // A second name for the old file keeps the first one filled; some file systems have no second names.
  if (old) await link(path, old).catch(() => rename(path, old))
  try {
    await rename(temporary, path)
  } catch (error) {
    if (old) await rename(old, path)
    throw error
  }
  return {
    folder: dirname(path),
    undo: () => (old ? rename(old, path) : rm(path, { force: true })),
    finish: async () => {
      if (old) await rm(old, { force: true })
    },
  }
}

/** Makes the renames themselves last; not every system lets a folder be opened for that. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
