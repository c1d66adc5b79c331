import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Observable } from '../store'
import type { AppModel } from './app-model'

/** What the window stands on. */
export const AppContext = createContext<AppModel | null>(null)

/** The app above this component. */
export function useApp(): AppModel {
  const app = useContext(AppContext)
  if (app === null) throw new Error('expected an app above this component')
  return app
}

/** What a store holds now, again after every change. */
export const useStore = <T>({ subscribe, getSnapshot }: Observable<T>): T => useSyncExternalStore(subscribe, getSnapshot)
