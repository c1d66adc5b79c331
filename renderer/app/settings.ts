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
  let ofHost: Settings = {}
  // The change that last chose a field, until the host has confirmed it: what it answers about earlier ones takes nothing back.
  const unconfirmed = new Map<string, Settings>()
  const openFields = (patch: Settings): Settings =>
    Object.fromEntries(Object.entries(patch).filter(([field]) => unconfirmed.get(field) === patch))
  const heard = (settings: Settings) => {
    ofHost = settings
    put(Object.assign({}, settings, ...[...new Set(unconfirmed.values())].map(openFields)) as Settings)
  }
  const told = async (run: () => Promise<void>, retry: () => void) => {
    try {
      await run()
      if (unconfirmed.size === 0) notices.dismiss('settings')
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      if (error.code !== 'host.disconnected') notices.fail('settings', error, [{ label: 'retry', run: retry }])
    }
  }
  const read = (): Promise<void> =>
    told(
      async () => {
        const answer = await connection.call('settings.get', {})
        heard(answer.settings)
        for (const { code, path } of answer.notices) {
          const name = code === 'settings.newer' ? 'settingsNewer' : 'settingsSetAside'
          notices.remark(code, { name, values: { path } }, { isPassing: false })
        }
      },
      () => void read(),
    )
  const write = (patch: Settings): Promise<void> =>
    told(
      async () => {
        const { settings } = await connection.call('settings.set', { settings: openFields(patch) })
        for (const field of Object.keys(openFields(patch))) unconfirmed.delete(field)
        heard(settings)
      },
      () => void write(patch),
    )
  const ready = new Promise<void>((resolve) => {
    connection.onOpen(() => {
      for (const patch of new Set(unconfirmed.values())) void write(patch)
      void read().then(resolve)
    })
    connection.subscribe(() => connection.getSnapshot().status === 'lost' && resolve())
  })
  connection.on('settings.changed', (changed) => heard(changed.settings))
  return {
    subscribe,
    getSnapshot,
    ready,
    set(patch) {
      for (const field of Object.keys(patch)) unconfirmed.set(field, patch)
      heard(ofHost)
      void write(patch)
    },
  }
}
