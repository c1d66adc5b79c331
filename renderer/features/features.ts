/** What a row of one model gives on the preview's image: asked of the host when somebody looks, and kept until they look at another. */
import type { Features, Finding } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import { fetchFile } from '../app/bulk'
import type { Connection } from '../app/connection'
import type { Preview } from '../preview/preview'
import { createStore } from '../store'

/** Maps with their bytes, and the image they are of. */
export interface Looked {
  readonly features: Features
  readonly bytes: Uint8Array
  readonly picture: ImageBitmap
}

export interface FeatureState {
  readonly isLooking: boolean
  /** Of the last row that was looked at; stays while the next one is under way. */
  readonly looked: Looked | null
  readonly issues: readonly Finding[]
  readonly error: HostError | null
}

export type FeatureStore = ReturnType<typeof createFeatures>

export function createFeatures(host: Pick<Connection, 'call' | 'getSnapshot'>, preview: Preview) {
  const store = createStore<FeatureState>({ isLooking: false, looked: null, issues: [], error: null })
  const { subscribe, getSnapshot } = store
  const set = (next: Partial<FeatureState>) => store.set({ ...getSnapshot(), ...next })
  let controller: AbortController | null = null
  let last = ''

  return {
    subscribe,
    getSnapshot,
    /** Looks at a row, unless it is what was looked at last. */
    async look(row: number): Promise<void> {
      controller?.abort()
      const own = (controller = new AbortController())
      const { signal } = own
      try {
        const { model, weights, image } = await preview.inputOf(signal)
        const key = JSON.stringify([model, weights, image, row])
        if (controller !== own) return
        if (key === last) return set({ isLooking: false })
        set({ isLooking: true, error: null, issues: [] })
        const { result, issues } = await host.call('preview.features', { model, weights, image, row }, { signal })
        if (result === null) {
          if (controller === own) set({ isLooking: false, issues, looked: null })
          return
        }
        const looked = await fetched(host, result, signal)
        if (controller !== own) return
        last = key
        set({ isLooking: false, issues, looked })
      } catch (error) {
        if (controller !== own || signal.aborted) return
        if (!(error instanceof HostError)) throw error
        set({ isLooking: false, error })
      }
    },
    /** Nobody looks any more. */
    stop(): void {
      controller?.abort()
      controller = null
      set({ isLooking: false })
    },
  }
}

/** Brings the bytes and the image here: the host keeps them until it is asked again. */
async function fetched(host: Pick<Connection, 'getSnapshot'>, features: Features, signal: AbortSignal): Promise<Looked> {
  const load = (handle: string) => fetchFile(host, handle, 'What the row gives is no longer there.', signal)
  const [bytes, picture] = await Promise.all([load(features.handle), load(features.picture.handle)])
  return { features, bytes: new Uint8Array(await bytes.arrayBuffer()), picture: await createImageBitmap(await picture.blob()) }
}
