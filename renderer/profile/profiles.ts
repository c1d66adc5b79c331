/** The profiles of all open models. */
import type { Caller } from '../app/bulk'
import type { Previews } from '../preview/previews'
import type { Session } from '../session'
import { type Profile, createProfile } from './profile'

export interface Profiles {
  /** The profile of a model, the same as long as the model is open. */
  of(this: void, session: Session): Profile
}

export function createProfiles(host: Caller, previews: Previews): Profiles {
  const profiles = new WeakMap<Session, Profile>()
  return {
    of(session) {
      const profile = profiles.get(session) ?? createProfile(host, session, previews.of(session))
      profiles.set(session, profile)
      return profile
    },
  }
}
