/** Documents that ended without being saved: of a window that died, or one that was closed in a hurry. */
import type { JournalEntry } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import type { Notices } from '../app/notices/notices'
import { type Opening, readJournal } from './document'
import type { DocumentHost } from './host'
import { createStore } from '../store'

export type KeptDocuments = ReturnType<typeof createKeptDocuments>

export function createKeptDocuments(host: DocumentHost, notices: Notices, open: (opening: Opening) => void) {
  const { subscribe, getSnapshot, set } = createStore<readonly JournalEntry[]>([])
  const without = (document: string) => set(getSnapshot().filter((entry) => entry.document !== document))
  /** Runs it, or tells why it could not be. */
  const told = async (retry: (() => unknown) | null, run: () => Promise<void>) => {
    try {
      await run()
      notices.dismiss('kept')
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      if (error.code === 'host.disconnected') return // looked at again when there is a line
      notices.fail('kept', error, retry === null ? [] : [{ label: 'retry', run: retry }])
      if (error.code === 'journal.missing') await refresh()
    }
  }
  const refresh = (): Promise<void> => told(refresh, async () => set((await host.call('journal.list', {})).entries))
  host.onOpen(() => void refresh())

  return {
    subscribe,
    getSnapshot,
    refresh,
    /** Another way opened it. */
    taken: without,
    /** Opens it as it was, its changes unsaved. */
    restore: (entry: JournalEntry): Promise<void> =>
      told(null, async () => {
        open(await readJournal(host, entry))
        without(entry.document)
      }),
    discard: ({ document }: JournalEntry): Promise<void> =>
      told(null, async () => {
        await host.call('journal.discard', { document })
        without(document)
      }),
  }
}
