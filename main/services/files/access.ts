/** Which files the interface may name: those the user opened or chose, and those in folders the user named when starting. */
import { realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { HostError } from '../../contract/host-error'

export interface FileAccess {
  /** The folders named at the start; null: the user's own program, which may name any file. */
  readonly folders: readonly string[] | null
  /** The path in full. Throws HostError `file.not-allowed` for any other. */
  check(path: string): Promise<string>
  /** The user chose this file, in a dialog or on the command line. */
  grant(path: string): Promise<void>
}

/** Where a path leads, links followed; of a file that is not there yet, where its folder leads. */
async function whereTo(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const folder = dirname(path)
    return folder === path ? path : join(await whereTo(folder), basename(path))
  }
}

/** True when the path is the folder or lies in it; both in full. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

/** True for what lies in the folder behind a name that begins with a dot: keys and settings of other programs, which no model is among. */
const isHidden = (folder: string, path: string) =>
  relative(folder, path)
    .split(sep)
    .some((name) => name.startsWith('.'))

/** `folders` null allows everything. */
export function createFileAccess(folders: readonly string[] | null): FileAccess {
  const granted = new Set<string>()
  const roots = folders?.map((folder) => resolve(folder)) ?? null
  return {
    folders: roots,
    async check(path) {
      const full = resolve(path)
      if (roots === null) return full
      // A link within a folder that leads out of it is outside.
      const real = await whereTo(full)
      if (granted.has(real)) return full
      for (const root of roots) {
        const folder = await whereTo(root)
        if (!isInside(folder, real)) continue
        if (isHidden(folder, real)) throw new HostError('file.not-allowed', `${path} is hidden, or lies in a hidden folder.`)
        return full
      }
      throw new HostError('file.not-allowed', `${path} lies outside of the folders this host was started with.`)
    },
    async grant(path) {
      granted.add(await whereTo(resolve(path)))
    },
  }
}
