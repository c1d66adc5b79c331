import { useMemo } from 'react'
import { useApp, useStore } from '../app/use-app'
import { useSession, useSnapshot } from '../app/use-session'
import { type Profile, type ProfileState, structureOf } from './profile'

/** The profile of the model that is looked at, and its state after every change. */
export function useProfile(): { readonly profile: Profile; readonly state: ProfileState } {
  const profile = useApp().profiles.of(useSession())
  return { profile, state: useStore(profile) }
}

/** How long rows take, as cards and tables show it. */
export interface RowTimes {
  /** Milliseconds by the id of a row. */
  readonly byRow: ReadonlyMap<string, number>
  /** The network's; 0 where nothing was measured. */
  readonly all: number
  /** Whether the model is another one by now. */
  readonly isStale: boolean
}

export function useRowTimes(): RowTimes {
  const { latency, byRow, structure } = useProfile().state
  const report = useSnapshot((now) => now.report)
  return useMemo(
    () => ({
      byRow,
      all: latency?.stages.network.median ?? 0,
      isStale: structure !== null && structure !== structureOf({ report }),
    }),
    [latency, byRow, structure, report],
  )
}
