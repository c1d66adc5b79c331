import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Capabilities } from '../../main/contract/host'
import type { Caller } from '../app/bulk'
import { useSession } from '../app/use-session'
import type { Session } from '../session'
import type { Devices } from './devices'
import { type Preview, type PreviewState, createPreview } from './preview'

/** What previews of all models share. */
export interface PreviewService {
  readonly host: Caller
  readonly capabilities: Capabilities
  readonly devices: Devices
  /** The preview of a model, the same as long as the model is open. */
  of(session: Session): Preview
}

export function createPreviewService(host: Caller, capabilities: Capabilities, devices: Devices): PreviewService {
  const previews = new WeakMap<Session, Preview>()
  return {
    host,
    capabilities,
    devices,
    of(session) {
      const preview = previews.get(session) ?? createPreview(host, session)
      previews.set(session, preview)
      return preview
    },
  }
}

export const PreviewContext = createContext<PreviewService | null>(null)

export function usePreviewService(): PreviewService {
  const service = useContext(PreviewContext)
  if (service === null) throw new Error('expected a preview service above this component')
  return service
}

/** The preview of the model that is looked at, and its state after every change. */
export function usePreview(): { readonly preview: Preview; readonly state: PreviewState } {
  const preview = usePreviewService().of(useSession())
  return { preview, state: useSyncExternalStore(preview.subscribe, preview.getSnapshot) }
}

/** The devices of the host; null until it has answered. */
export function useDevices() {
  const { devices } = usePreviewService()
  return useSyncExternalStore(devices.subscribe, devices.getSnapshot)
}
