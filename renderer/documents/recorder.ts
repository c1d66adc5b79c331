/**
 * Brings every change of one document to the host's journal, one edit at a time: what was typed while one is written goes with the next. A
 * document without changes has no journal.
 */
import type { JournalHead } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import type { DocumentHost } from './host'
import { splicesBetween } from './splice'

/** What there is to keep. */
export interface Recordable {
  readonly head: JournalHead
  readonly text: string
  readonly isDirty: boolean
}

export interface RecorderOptions {
  readonly host: DocumentHost
  readonly current: () => Recordable
  /** Told once when changes cannot be kept, and with null when they can again. */
  readonly onTrouble: (error: HostError | null) => void
  /** A journal that is gone on with. */
  readonly restored?: { readonly document: string; readonly text: string; readonly revision: number }
}

export interface Recorder {
  /** The document's name for the host. */
  readonly document: string
  /** Something changed; it is on its way soon. */
  changed(): void
  /** The host ended the journal, because the file holds this text. */
  saved(text: string): void
  /** The line is a new one: the whole text goes over it, under a new name, since another window may have taken the old one over meanwhile. */
  renew(): void
  /** Brings nothing more; resolves when nothing is under way. */
  stop(): Promise<void>
}

/** How long changes are gathered, and how long to wait after one could not be kept. */
const gatherMs = 200
const retryMs = 1500

export function createRecorder({ host, current, onTrouble, restored }: RecorderOptions): Recorder {
  let document = restored?.document ?? crypto.randomUUID()
  /** The text and revision that the host has; null: none that could be edited. */
  let known = restored ? { text: restored.text, revision: restored.revision } : null
  let hasJournal = restored !== undefined
  let former: string | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let working: Promise<void> = Promise.resolve()
  let isStopped = false
  let isInTrouble = false

  const soon = (ms: number) => {
    if (isStopped || timer !== null) return
    timer = setTimeout(() => {
      timer = null
      working = working.then(work)
    }, ms)
  }

  const work = async () => {
    try {
      while (!isStopped && (await step()));
      await forgetFormer()
      if (isInTrouble) onTrouble(null)
      isInTrouble = false
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      known = null
      if (error.code === 'host.disconnected') return // `renew` goes on when there is a line again
      if (!isInTrouble) onTrouble(error)
      isInTrouble = true
      soon(retryMs)
    }
  }

  /** Brings what the host lacks; false where it lacks nothing. */
  const step = async (): Promise<boolean> => {
    const { head, text, isDirty } = current()
    const name = document
    if (!isDirty) {
      if (!hasJournal) return false
      await host.call('journal.discard', { document: name })
      if (name === document) [hasJournal, known] = [false, null]
      return true
    }
    if (hasJournal && known?.text === text) return false
    const revision = (known?.revision ?? 0) + 1
    const change = known === null ? { text } : { base: known.revision, splices: splicesBetween(known.text, text) }
    hasJournal = true
    const { kept } = await host.call('journal.record', { document: name, head, revision, change })
    if (name === document) known = kept ? { text, revision } : null
    return true
  }

  const forgetFormer = async () => {
    if (former === null) return
    const document = former
    former = null
    // Refused where another window goes on under it.
    await host.call('journal.discard', { document }).catch((error: unknown) => {
      if (!(error instanceof HostError) || error.code !== 'journal.missing') throw error
    })
  }

  return {
    get document() {
      return document
    },
    changed: () => soon(gatherMs),
    saved(text) {
      if (known?.text === text) hasJournal = false
      soon(gatherMs)
    },
    renew() {
      if (hasJournal) former ??= document
      document = crypto.randomUUID()
      known = null
      hasJournal = false
      soon(0)
    },
    async stop() {
      isStopped = true
      if (timer !== null) clearTimeout(timer)
      await working
    },
  }
}
