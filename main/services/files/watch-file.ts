/**
 * Tells when a file's contents change. The system's own watching is used where it works, on the folder, since a save replaces the file and a
 * watch of the file itself would follow the old one; a slow look every few seconds covers network disks and folders that cannot be watched.
 */
import { type FSWatcher, watch } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { fileVersion, inTurn, isSameVersion } from './text-file'

export interface WatchOptions {
  /** How often to look without being told. */
  readonly everyMs?: number
  /** How long to wait after the system's word: programs write in several steps. */
  readonly settleMs?: number
  /** False: only looks now and then. */
  readonly useSystem?: boolean
}

export interface FileWatch {
  /** What the listener already knows: nothing is told until the file differs from this. */
  readonly expect: (version: string | null) => void
  readonly close: () => void
}

/** Calls the listener with the new version (null: gone) whenever the contents differ from those last told or expected. */
export function watchFile(
  path: string,
  known: string | null,
  onChange: (version: string | null) => void,
  { everyMs = 2000, settleMs = 80, useSystem = true }: WatchOptions = {},
): FileWatch {
  let last = known
  let isClosed = false
  let watcher: FSWatcher | null = null
  let settling: NodeJS.Timeout | null = null

  const look = async () => {
    // In turn with saves, so that our own save is expected before it is seen.
    const found = await inTurn(path, () => fileVersion(path)).catch(() => undefined)
    if (isClosed || found === undefined || isSameVersion(found, last)) return
    last = found
    onChange(found)
  }
  const soon = () => {
    settling ??= setTimeout(() => {
      settling = null
      void look()
    }, settleMs)
  }
  const begin = async () => {
    const real = await realpath(path).catch(() => path)
    if (isClosed) return
    try {
      watcher = watch(dirname(real), { persistent: false }, (_, name) => {
        if (name === null || name === basename(real)) soon()
      })
      watcher.on('error', () => watcher?.close())
    } catch {
      watcher = null // looking now and then is enough
    }
    soon() // it may have changed before the watch began
  }
  if (useSystem) void begin()
  const looking = setInterval(() => void look(), everyMs)
  looking.unref()

  return {
    expect(version) {
      last = version
    },
    close() {
      isClosed = true
      watcher?.close()
      clearInterval(looking)
      if (settling) clearTimeout(settling)
    },
  }
}
