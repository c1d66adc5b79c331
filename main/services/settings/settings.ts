import { type Settings, settings as schema } from '../../contract/host'
import type { JsonObject, JsonStore, Migration } from './json-store'

/** How older settings become newer ones. Add to the end; never change what is there. */
export const settingsMigrations: readonly Migration[] = []

export interface SettingsService {
  get(): Promise<Settings>
  /** Changes the named fields. */
  set(patch: Settings): Promise<Settings>
}

/** What the user chose. A field with a value this version does not know counts as unset, and stays in the file until it is set. */
export function createSettings(store: JsonStore): SettingsService {
  return {
    get: async () => read(await store.read()),
    set: async (patch) => read(await store.update((values) => ({ ...values, ...withoutUndefined(patch) }))),
  }
}

function read(values: JsonObject): Settings {
  const fields = Object.entries(schema.shape).flatMap(([name, field]) => {
    const { success, data } = field.safeParse(values[name])
    return success && data !== undefined ? [[name, data] as const] : []
  })
  return Object.fromEntries(fields)
}

const withoutUndefined = (patch: Settings) => Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
