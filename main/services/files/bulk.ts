/**
 * Things too large for a message, each behind a handle nobody can guess: files the host offers, and bytes the interface brings. The faces carry
 * them, by HTTP or Electron's protocol; this keeps what is where.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { HostError, fromSystemError } from '../../contract/host-error'
import { writeStreamed } from './write-streamed'

/** Something that can be fetched. */
export interface Offered {
  readonly kind: 'offered'
  /** The folder that was made for it: the file is fetched once, and gone then. Null for a file that stays. */
  readonly folder: string | null
  readonly path: string
  readonly name: string
  readonly type: string
}

/** A place bytes can be put to, once. */
export interface Awaited {
  readonly kind: 'awaited'
  readonly path: string
  readonly name: string
  readonly size: number
  state: 'empty' | 'filling' | 'full'
}

/** A place for what the host makes to be fetched. */
export interface MadePlace {
  readonly path: string
  /** A handle to fetch the file with, or another one written beside it. */
  offer(path?: string): string
  /** Removes the folder and what is in it. */
  drop(): Promise<void>
}

export interface Bulk {
  /** Offers a file under its name; the caller has made sure that it may be seen. */
  offer(path: string, name: string, type?: string): string
  /** Makes a folder of its own, and in it a place to write a file of that name to. */
  make(name: string): Promise<MadePlace>
  /** A handle for `size` bytes. Throws HostError `bulk.too-large`. */
  receive(name: string, size: number): Promise<string>
  find(handle: string): Offered | Awaited | undefined
  /** Fills an awaited handle. Throws HostError `bulk.*` or `file.*`; the handle can be filled again then. */
  fill(handle: string, bytes: AsyncIterable<Uint8Array>): Promise<void>
  /** The file that was brought. Throws HostError `bulk.missing`. */
  take(handle: string): { readonly path: string; readonly name: string }
  discard(handle: string): Promise<void>
  /** A sentence with files that were brought under the names they were brought with. */
  readonly named: (sentence: string) => string
  close(): Promise<void>
}

export interface BulkOptions {
  /** The most bytes one handle takes. */
  readonly largest?: number
}

export function createBulk({ largest = 4 * 2 ** 30 }: BulkOptions = {}): Bulk {
  const all = new Map<string, Offered | Awaited>()
  let folder: Promise<string> | null = null
  const ownFolder = () => (folder ??= mkdtemp(join(tmpdir(), 'graft-')))
  const newHandle = () => randomBytes(18).toString('base64url')
  const missing = () => new HostError('bulk.missing', 'What was sent, or was to be fetched, is no longer there.')

  return {
    offer(path, name, type = 'application/octet-stream') {
      const handle = newHandle()
      all.set(handle, { kind: 'offered', folder: null, path, name, type })
      return handle
    },
    async make(name) {
      const own = await mkdtemp(join(await ownFolder(), 'made-'))
      // A name from outside stays in its folder.
      const path = join(own, basename(name.replaceAll('\\', '/')) || 'file')
      return {
        path,
        offer(file = path) {
          const handle = newHandle()
          all.set(handle, { kind: 'offered', folder: own, path: file, name: basename(file), type: 'application/octet-stream' })
          return handle
        },
        drop: () => rm(own, { recursive: true, force: true }),
      }
    },
    async receive(name, size) {
      if (size > largest) throw new HostError('bulk.too-large', `${name} is larger than ${(largest / 2 ** 20).toFixed(0)} MB.`)
      const handle = newHandle()
      // The end of the name tells readers what it is; nothing else of it is let near the disk.
      const end = /^\.[A-Za-z0-9]{1,16}$/.exec(extname(name))?.[0] ?? ''
      all.set(handle, { kind: 'awaited', path: join(await ownFolder(), `${handle}${end}`), name, size, state: 'empty' })
      return handle
    },
    find: (handle) => all.get(handle),
    async fill(handle, bytes) {
      const place = all.get(handle)
      if (place?.kind !== 'awaited' || place.state !== 'empty') throw missing()
      place.state = 'filling'
      const { path, size } = place
      async function* counted() {
        let total = 0
        for await (const chunk of bytes) {
          total += chunk.length
          if (total > size) throw new HostError('bulk.too-large', `${place!.name} has more than the ${size} bytes it was announced with.`)
          yield chunk
        }
        if (total < size) throw new HostError('bulk.missing', `${place!.name} came only in part.`)
      }
      try {
        await writeStreamed([{ path, bytes: counted() }])
        place.state = 'full'
      } catch (error) {
        place.state = 'empty'
        throw fromSystemError(error, place.name, 'write')
      }
      if (!all.has(handle)) await rm(path, { force: true }) // discarded meanwhile
    },
    take(handle) {
      const place = all.get(handle)
      if (place?.kind !== 'awaited' || place.state !== 'full') throw missing()
      return place
    },
    async discard(handle) {
      const place = all.get(handle)
      all.delete(handle)
      if (place?.kind === 'awaited') await rm(place.path, { force: true })
      if (place?.kind === 'offered' && place.folder !== null) {
        await rm(place.path, { force: true })
        await rmdir(place.folder).catch(() => undefined) // another file of it waits to be fetched
      }
    },
    named: (sentence) =>
      [...all.values()].reduce((told, place) => (place.kind === 'awaited' ? told.replaceAll(place.path, place.name) : told), sentence),
    async close() {
      all.clear()
      if (folder) await rm(await folder, { recursive: true, force: true })
    },
  }
}
