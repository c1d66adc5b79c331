/** What is looked at in all open models. */
import type { Connection } from '../app/connection'
import type { Previews } from '../preview/previews'
import type { Session } from '../session'
import { type FeatureStore, createFeatures } from './features'

export interface FeatureStores {
  /** That of a model, the same as long as the model is open. */
  of(this: void, session: Session): FeatureStore
}

export function createFeatureStores(host: Pick<Connection, 'call' | 'getSnapshot'>, previews: Previews): FeatureStores {
  const stores = new WeakMap<Session, FeatureStore>()
  return {
    of(session) {
      const store = stores.get(session) ?? createFeatures(host, previews.of(session))
      stores.set(session, store)
      return store
    },
  }
}
