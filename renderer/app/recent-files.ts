/** The files opened last, for the start page. */
import type { OutputOf } from '../../main/contract/call'
import type { Host } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import type { Connection } from './connection'
import type { Notices } from './notices/notices'
import { createStore } from '../store'

export type RecentFile = OutputOf<Host, 'recent.list'>['files'][number]
export type RecentFiles = ReturnType<typeof createRecentFiles>

export function createRecentFiles(connection: Connection, notices: Notices) {
  const { subscribe, getSnapshot, set } = createStore<readonly RecentFile[]>([])
  const told = async (run: () => Promise<void>): Promise<void> => {
    try {
      await run()
      notices.dismiss('recent')
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      if (error.code !== 'host.disconnected') notices.fail('recent', error, [{ label: 'retry', run: () => told(run) }])
    }
  }
  const refresh = () => told(async () => set((await connection.call('recent.list', {})).files))
  connection.onOpen(() => void refresh())
  return {
    subscribe,
    getSnapshot,
    refresh,
    remove: (path: string) =>
      told(async () => {
        await connection.call('recent.remove', { path })
        set(getSnapshot().filter((file) => file.path !== path))
      }),
    clear: () =>
      told(async () => {
        await connection.call('recent.clear', {})
        set([])
      }),
  }
}
