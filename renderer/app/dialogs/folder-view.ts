/** A folder the user looks into, as the host lists it. */
import { useEffect, useReducer, useState } from 'react'
import type { OutputOf } from '../../../main/contract/call'
import type { Host } from '../../../main/contract/host'
import { HostError } from '../../../main/contract/host-error'
import { useApp } from '../use-app'

export type FolderEntry = OutputOf<Host, 'folder.list'>['entries'][number]

export interface FolderView {
  /** undefined: the folders one starts from. */
  readonly folder: string | undefined
  readonly entries: readonly FolderEntry[]
  readonly error: HostError | null
  readonly isLoading: boolean
  readonly enter: (folder: string | undefined) => void
  readonly retry: () => void
}

/** Looks into a folder, at first the one given. */
export function useFolderView(first: string | undefined): FolderView {
  const { connection } = useApp()
  const [folder, setFolder] = useState(first)
  const [tries, retry] = useReducer((n: number) => n + 1, 0)
  const [found, setFound] = useState<Pick<FolderView, 'entries' | 'error' | 'isLoading'>>({ entries: [], error: null, isLoading: true })
  useEffect(() => {
    const giveUp = new AbortController()
    connection.call('folder.list', { path: folder }, { signal: giveUp.signal }).then(
      ({ entries }) => {
        // Starting from a single folder, one starts in it.
        if (folder === undefined && entries.length === 1) setFolder(entries[0]!.path)
        else setFound({ entries, error: null, isLoading: false })
      },
      (error: unknown) => {
        if (giveUp.signal.aborted) return
        if (!(error instanceof HostError)) throw error
        setFound({ entries: [], error, isLoading: false })
      },
    )
    return () => giveUp.abort()
  }, [connection, folder, tries])
  const enter = (next: string | undefined) => {
    setFound((now) => ({ ...now, isLoading: true }))
    setFolder(next)
  }
  return { folder, ...found, enter, retry }
}
