/** The devices of this machine, each tried out once. */
import type { Device } from '../../../contract/host'
import { deviceNames, deviceOrder, slowHere } from './device-names'
import type { DeviceId, Refusals } from '../process/messages'
import { type Trial, tryDevice, usable } from './trial'

export interface Devices {
  /** All of them, the preferred first. */
  list(): Promise<Device[]>
  /** Devices that could do a job, the preferred first, and why others before them could not. */
  choices(choice: DeviceId | 'auto'): AsyncIterable<Choice>
}

export interface Choice {
  readonly id: DeviceId
  /** Null where it can be used. */
  readonly refusal: string | null
  /** Whether the CPU is faster. */
  readonly isSlow: boolean
}

export interface DevicesOptions {
  /** Devices that ended a process before: not tried again. */
  readonly refusals: () => Refusals
  /** Told before a device is tried out, and with null after. */
  readonly onTrial: (id: DeviceId | null) => void
}

export function createDevices({ refusals, onTrial }: DevicesOptions): Devices {
  const trials = new Map<DeviceId, Trial>()

  const trialOf = async (id: DeviceId): Promise<Trial> => {
    const refused = refusals()[id]
    if (refused !== undefined) return { ...usable, refusal: refused }
    let trial = trials.get(id)
    if (trial === undefined) {
      onTrial(id)
      trial = await tryDevice(id)
      onTrial(null)
      trials.set(id, trial)
    }
    return trial
  }

  return {
    async list() {
      const all: Device[] = []
      for (const id of deviceOrder) {
        const { refusal, isForeign } = await trialOf(id)
        all.push({ id, name: deviceNames[id], refusal, isForeign })
      }
      return all
    },
    async *choices(choice) {
      const first = choice === 'auto' ? 0 : deviceOrder.indexOf(choice)
      for (const id of deviceOrder.slice(first)) {
        const { refusal, isForeign, isSlow } = await trialOf(id)
        if (isForeign && id !== choice) continue
        yield { id, refusal: refusal ?? (choice === 'auto' && isSlow ? slowHere : null), isSlow }
      }
    },
  }
}
