/** The previews of all open models, and what they share: the devices. */
import { type DeviceChoice, type Settings, deviceChoice } from '../../main/contract/host'
import type { Connection } from '../app/connection'
import type { SettingsStore } from '../app/settings'
import type { Session } from '../session'
import { type Devices, createDevices } from './devices'
import { type Preview, createPreview } from './preview'

export interface Previews {
  readonly devices: Devices
  /** The preview of a model, the same as long as the model is open. */
  of(this: void, session: Session): Preview
}

export function createPreviews(host: Pick<Connection, 'call' | 'getSnapshot'>, settings: SettingsStore): Previews {
  const previews = new WeakMap<Session, Preview>()
  const device = () => chosenDevice(settings.getSnapshot())
  return {
    devices: createDevices(host),
    of(session) {
      const preview = previews.get(session) ?? createPreview(host, session, device)
      previews.set(session, preview)
      return preview
    },
  }
}

/** The device the user chose for all models. */
export const chosenDevice = ({ device }: Settings): DeviceChoice => deviceChoice.safeParse(device).data ?? 'auto'
