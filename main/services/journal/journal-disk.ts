/**
 * Where journals lie: a folder for each running program, so that two of them never write one file. A program that starts takes over what
 * dead ones left. Whether one is dead is asked of the system; on Linux also whether its number belongs to another program by now.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { writeStreamed } from '../files/write-streamed'

/** What a journal needs of a disk. Names are those of documents. */
export interface JournalDisk {
  list(): Promise<readonly string[]>
  read(name: string): Promise<Uint8Array>
  /** Adds to a file; on the disk when it resolves. When it fails, or the program dies, any part from the start may be there. */
  append(name: string, bytes: Uint8Array): Promise<void>
  /** Writes a file anew: a crash leaves the old one or the new one. */
  replace(name: string, bytes: Uint8Array): Promise<void>
  remove(name: string): Promise<void>
}

const suffix = '.journal'
const ownerFile = 'owner.json'

interface Owner {
  readonly pid: number
  /** When the process began, in the system's own count; null where that cannot be asked. */
  readonly began: string | null
}

async function beganAt(pid: number): Promise<string | null> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  // The name of the program, in brackets, may hold blanks; the 22nd field counts from the start.
  return line?.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

async function isAlive({ pid, began }: Owner): Promise<boolean> {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return began === null || began === (await beganAt(pid))
}

async function readOwner(folder: string): Promise<Owner | null> {
  try {
    const owner = JSON.parse(await readFile(join(folder, ownerFile), 'utf8')) as Owner
    return Number.isSafeInteger(owner.pid) && owner.pid > 0 ? owner : null
  } catch {
    return null
  }
}

/** Opens the folder of journals, and brings those of programs that died into this one's part of it. */
export async function openJournalDisk(folder: string): Promise<JournalDisk> {
  const own = join(folder, `${process.pid}-${randomBytes(4).toString('hex')}`)
  await mkdir(own, { recursive: true, mode: 0o700 })
  const owner: Owner = { pid: process.pid, began: await beganAt(process.pid) }
  await writeFile(join(own, ownerFile), JSON.stringify(owner))
  for (const name of await readdir(folder)) {
    const other = join(folder, name)
    if (other !== own) await adopt(other, own)
  }
  return nodeJournalDisk(own)
}

async function adopt(other: string, own: string): Promise<void> {
  const names = await readdir(other).catch(() => [])
  if (names.length === 0) return // another program, that has only just made its folder
  // One that has just started may not have written who it is: its folder's name says as much.
  const owner = (await readOwner(other)) ?? { pid: Number.parseInt(basename(other), 10), began: null }
  if (await isAlive(owner)) return
  for (const name of names.filter((n) => n.endsWith(suffix))) {
    // Two programs may start at once: each journal goes to one of them. One of the same name is kept beside it.
    const taken = (await readdir(own)).includes(name)
    const to = taken ? `${name.slice(0, -suffix.length).slice(0, 50)}-${randomBytes(4).toString('hex')}${suffix}` : name
    await rename(join(other, name), join(own, to)).catch(() => undefined)
  }
  for (const name of await readdir(other).catch(() => [])) if (!name.endsWith(suffix)) await rm(join(other, name), { force: true })
  await rmdir(other).catch(() => undefined)
}

/** Journals in one folder. */
export function nodeJournalDisk(folder: string): JournalDisk {
  const pathOf = (name: string) => join(folder, `${name}${suffix}`)
  return {
    async list() {
      const names = await readdir(folder)
      return names.filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length))
    },
    read: (name) => readFile(pathOf(name)),
    async append(name, bytes) {
      const handle = await open(pathOf(name), 'a', 0o600)
      try {
        await handle.appendFile(bytes)
        await handle.datasync()
      } finally {
        await handle.close()
      }
    },
    replace: (name, bytes) => writeStreamed([{ path: pathOf(name), bytes: [bytes] }]),
    remove: (name) => rm(pathOf(name), { force: true }),
  }
}
