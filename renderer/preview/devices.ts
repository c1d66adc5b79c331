/** The devices of the host, asked for once: trying them out takes the host a moment. */
import type { Device, DeviceChoice } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import type { Caller } from '../app/bulk'
import { createStore } from '../store'

export type Devices = ReturnType<typeof createDevices>

/** Those that one may choose: what cannot be had here is left out, unless it was chosen elsewhere. */
export const choosable = (devices: readonly Device[] | null, chosen: string): readonly Device[] =>
  (devices ?? []).filter(({ id, isForeign }) => !isForeign || id === chosen)

/** Those before the one in use that were passed over, and that another try might find. */
export function passedOver(devices: readonly Device[] | null, choice: DeviceChoice, used: Device['id']): readonly Device[] {
  const all = devices ?? []
  const indexOf = (wanted: string) => all.findIndex(({ id }) => id === wanted)
  return all.slice(Math.max(indexOf(choice), 0), indexOf(used)).filter(({ isForeign }) => !isForeign)
}

/** Null until the host has answered; empty where it could not. */
export function createDevices(host: Caller) {
  const { subscribe, getSnapshot, set } = createStore<readonly Device[] | null>(null)
  let asked = false
  /** Has those that were passed over tried out another time. */
  async function again(ids: readonly Device['id'][]): Promise<void> {
    try {
      set((await host.call('devices.list', { again: [...ids] })).devices)
    } catch (error) {
      if (!(error instanceof HostError)) throw error
    }
  }
  return {
    again,
    subscribe,
    getSnapshot,
    async load(): Promise<void> {
      if (asked) return
      asked = true
      try {
        set((await host.call('devices.list', {})).devices)
      } catch (error) {
        if (!(error instanceof HostError)) throw error
        asked = false // the next look asks again
        set([])
      }
    },
  }
}
