import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Session, Snapshot } from '../session'

/** The session whose model is looked at. */
export const SessionContext = createContext<Session | null>(null)

/** The session above this component. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('expected a session above this component')
  return session
}

/** What there is to show, again after every change; or only `select` of it, again when that is another value. */
export function useSnapshot(): Snapshot
export function useSnapshot<T>(select: (snapshot: Snapshot) => T): T
export function useSnapshot<T>(select?: (snapshot: Snapshot) => T): Snapshot | T {
  const { subscribe, getSnapshot } = useSession()
  return useSyncExternalStore(subscribe, () => (select === undefined ? getSnapshot() : select(getSnapshot())))
}
