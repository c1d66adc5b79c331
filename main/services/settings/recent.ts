import { basename } from 'node:path'
import * as z from 'zod'
import { type RecentFile, recentFile } from '../../contract/host'
import type { Clock } from '../clock'
import type { JsonObject, JsonStore } from './json-store'

const most = 20

export interface RecentFiles {
  /** The newest first. */
  list(): Promise<readonly RecentFile[]>
  add(path: string): Promise<void>
  remove(path: string): Promise<void>
  clear(): Promise<void>
}

/** The files opened or saved last. */
export function createRecentFiles(store: JsonStore, clock: Clock): RecentFiles {
  const filesOf = (values: JsonObject) => z.array(recentFile).catch([]).parse(values['files'])
  return {
    list: async () => filesOf(await store.read()),
    async add(path) {
      const added: RecentFile = { path, name: basename(path), openedAt: clock.now() }
      await store.update((values) => ({
        ...values,
        files: [added, ...filesOf(values).filter((file) => file.path !== path)].slice(0, most),
      }))
    },
    async remove(path) {
      await store.update((values) => ({ ...values, files: filesOf(values).filter((file) => file.path !== path) }))
    },
    async clear() {
      await store.update((values) => ({ ...values, files: [] }))
    },
  }
}
