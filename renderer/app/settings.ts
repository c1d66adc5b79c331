/** What the user chose, as the host remembers it: the same in every window, at once. */
import type { Settings } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import type { Connection } from './connection'
import type { Notices } from './notices/notices'
import { createStore } from '../store'

export interface SettingsStore {
  readonly subscribe: (listener: () => void) => () => void
  readonly getSnapshot: () => Settings
  /** Resolves when the settings were read, or cannot be. */
  readonly ready: Promise<void>
  /** Changes the named fields, here at once and in the host. */
  set(patch: Settings): void
}

export function createSettingsStore(connection: Connection, notices: Notices): SettingsStore {
  const { subscribe, getSnapshot, set: put } = createStore<Settings>({})
  const told = async (run: () => Promise<void>, retry: () => void) => {
    try {
      await run()
      notices.dismiss('settings')
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      if (error.code !== 'host.disconnected') notices.fail('settings', error, [{ label: 'retry', run: retry }])
    }
  }
  const read = (): Promise<void> =>
    told(
      async () => {
        const answer = await connection.call('settings.get', {})
        put(answer.settings)
        for (const { code, path } of answer.notices) {
          const name = code === 'settings.newer' ? 'settingsNewer' : 'settingsSetAside'
          notices.remark(code, { name, values: { path } }, { isPassing: false })
        }
      },
      () => void read(),
    )
  const write = (patch: Settings): Promise<void> =>
    told(
      async () => put((await connection.call('settings.set', { settings: patch })).settings),
      () => void write(patch),
    )
  const ready = new Promise<void>((resolve) => {
    connection.onOpen(() => void read().then(resolve))
    connection.subscribe(() => connection.getSnapshot().status === 'lost' && resolve())
  })
  connection.on('settings.changed', (changed) => put(changed.settings))
  return {
    subscribe,
    getSnapshot,
    ready,
    set(patch) {
      put({ ...getSnapshot(), ...patch })
      void write(patch)
    },
  }
}
