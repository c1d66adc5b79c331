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

/** What there is to show, again after every change. */
export function useSnapshot(): Snapshot {
  const session = useSession()
  return useSyncExternalStore(session.subscribe, session.getSnapshot)
}
