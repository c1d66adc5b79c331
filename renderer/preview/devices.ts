/** The devices of the host, asked for once: trying them out takes the host a moment. */
import type { Device } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import type { Caller } from '../app/bulk'
import { createStore } from '../store'

export type Devices = ReturnType<typeof createDevices>

/** Null until the host has answered; empty where it could not. */
export function createDevices(host: Caller) {
  const { subscribe, getSnapshot, set } = createStore<readonly Device[] | null>(null)
  let asked = false
  /** Has one that was refused tried out another time. */
  async function again(id: Device['id']): Promise<void> {
    try {
      set((await host.call('devices.list', { again: id })).devices)
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
