/**
 * A small JSON file with a version, which outlives the program that wrote it: fields it does not know are kept, older versions are carried over,
 * a newer one is read as far as it is understood, and one that cannot be read is set aside, never overwritten.
 */
import { mkdir, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Notice } from '../../contract/host'
import { fromSystemError } from '../../contract/host-error'
import type { Clock } from '../clock'
import { inTurn } from '../files/text-file'
import { writeStreamed } from '../files/write-streamed'

export type JsonObject = { readonly [key: string]: unknown }

/** Changes an object of one version into one of the next. */
export type Migration = (values: JsonObject) => JsonObject

export interface JsonStoreOptions {
  readonly path: string
  readonly clock: Clock
  /** `migrations[0]` leads from version 1 to 2, and so on; the newest version is one more than there are. */
  readonly migrations?: readonly Migration[]
  readonly onNotice?: (notice: Notice) => void
}

export interface JsonStore {
  /** The fields of the file, without its version. Throws HostError when it cannot be read at all. */
  read(): Promise<JsonObject>
  /** Changes the fields as they are now on the disk. Throws HostError `file.*`, and nothing has changed then. */
  update(change: (values: JsonObject) => JsonObject): Promise<JsonObject>
}

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

export function createJsonStore({ path, clock, migrations = [], onNotice }: JsonStoreOptions): JsonStore {
  const newest = migrations.length + 1
  let isTold = false

  const load = async (): Promise<{ version: number; values: JsonObject }> => {
    const text = await readText(path)
    if (text === null) return { version: newest, values: {} }
    const found = parse(text)
    if (found === null) {
      const aside = `${path.replace(/\.json$/, '')}.unreadable-${clock.now()}.json`
      await rename(path, aside)
      onNotice?.({ code: 'settings.set-aside', path: aside })
      return { version: newest, values: {} }
    }
    const { version, values } = found
    if (version > newest && !isTold) {
      isTold = true
      onNotice?.({ code: 'settings.newer', path })
    }
    const carried = migrations.slice(version - 1).reduce((all, migrate) => migrate(all), values)
    return { version: Math.max(version, newest), values: carried }
  }

  return {
    read: () => inTurn(path, () => told(path, 'read', async () => (await load()).values)),
    update: (change) =>
      inTurn(path, () =>
        told(path, 'write', async () => {
          const { version, values } = await load()
          const next = change(values)
          await mkdir(dirname(path), { recursive: true })
          await writeStreamed([{ path, bytes: [new TextEncoder().encode(`${JSON.stringify({ version, ...next }, null, 2)}\n`)] }])
          return next
        }),
      ),
  }
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function parse(text: string): { version: number; values: JsonObject } | null {
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch {
    return null
  }
  if (!isObject(found)) return null
  const { version, ...values } = found
  return typeof version === 'number' && Number.isInteger(version) && version >= 1 ? { version, values } : null
}

async function told<T>(path: string, action: 'read' | 'write', run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw fromSystemError(error, path, action)
  }
}
