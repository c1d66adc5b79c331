/**
 * Keeps every change of every open document on the disk within two seconds, so that no crash loses more. Changes that come within a quarter of
 * a second are written together. When a write fails the next one writes the whole text again, so that a torn line never hides later ones.
 */
import type { JournalEntry, JournalHead, Splice } from '../../contract/host'
import { longestText } from '../../contract/host'
import { HostError, fromSystemError } from '../../contract/host-error'
import type { Clock } from '../clock'
import type { JournalDisk } from './journal-disk'
import { type JournalState, applySplices, encodeRecord, readLog } from './journal-log'

export interface Change {
  readonly head: JournalHead
  readonly revision: number
  readonly change: { readonly text: string } | { readonly base: number; readonly splices: readonly Splice[] }
}

export interface Journal {
  /** Takes a change and resolves when it is on the disk; false: the text it starts from is not known here, send the whole. Throws HostError. */
  record(document: string, change: Change): Promise<boolean>
  /** Every document with unsaved changes, the newest change first. */
  list(): Promise<readonly JournalEntry[]>
  /** A document as it was last recorded. Throws HostError `journal.missing`. */
  restore(document: string): Promise<JournalState>
  /** Forgets a document: it was closed. */
  discard(document: string): Promise<void>
  /** The document was saved with this text. Its journal ends, unless there are newer changes. */
  saved(document: string, head: JournalHead, text: string): Promise<void>
  /** Resolves when all changes taken so far are on the disk, or could not be put there. */
  flush(): Promise<void>
}

export interface JournalOptions {
  readonly disk: JournalDisk
  readonly clock: Clock
  /** How long changes are gathered before they are written. */
  readonly everyMs?: number
  /** How many documents are kept; the oldest are let go when the program starts. */
  readonly most?: number
}

interface Kept extends JournalState {
  /** Edits not yet written; they lead from what the file holds to `text`. */
  pending: Uint8Array[]
  waiting: { resolve: (kept: boolean) => void; reject: (error: unknown) => void }[]
  /** True when the next write must hold the whole text. */
  isWhole: boolean
  /** True when there is something the file does not hold. */
  isDirty: boolean
  /** True when `text` is what was saved: there is nothing to restore. */
  isSaved: boolean
  fileBytes: number
  writing: Promise<void>
}

/** A journal longer than this is written anew, with the text alone. */
const longest = (text: string) => 64 * 1024 + 4 * text.length
const retryMs = 1000

export async function createJournal({ disk, clock, everyMs = 250, most = 100 }: JournalOptions): Promise<Journal> {
  const documents = new Map<string, Kept>()
  let timer: (() => void) | null = null

  const later = (ms: number) => {
    timer ??= clock.after(ms, () => {
      timer = null
      void writeAll()
    })
  }

  const writeAll = () => Promise.all([...documents].filter(([, kept]) => kept.isDirty).map(([name]) => writeInTurn(name)))

  const writeInTurn = (name: string): Promise<void> => {
    const kept = documents.get(name)
    if (kept === undefined) return Promise.resolve()
    kept.writing = kept.writing.then(() => (documents.get(name) === kept && kept.isDirty ? write(name, kept) : undefined))
    return kept.writing
  }

  const write = async (name: string, kept: Kept): Promise<void> => {
    const waiting = kept.waiting.splice(0)
    const edits = Buffer.concat(kept.pending.splice(0))
    const isWhole = kept.isWhole || kept.fileBytes + edits.length > longest(kept.text)
    const bytes = isWhole ? encodeRecord(wholeOf(kept)) : edits
    kept.isDirty = false
    kept.isWhole = false
    try {
      if (isWhole) await disk.replace(name, bytes)
      else await disk.append(name, bytes)
      kept.fileBytes = isWhole ? bytes.length : kept.fileBytes + bytes.length
      for (const { resolve } of waiting) resolve(true)
    } catch (error) {
      kept.isWhole = kept.isDirty = true
      later(retryMs)
      const told = fromSystemError(error, `the journal of ${kept.head.name}`, 'write')
      for (const { reject } of waiting) reject(told)
    }
  }

  const load = async (name: string): Promise<JournalState | null> => {
    const kept = documents.get(name)
    if (kept !== undefined) return kept.isSaved ? null : kept
    return readLog(await disk.read(name).catch(() => new Uint8Array()))
  }

  const remove = async (name: string) => {
    const kept = documents.get(name)
    documents.delete(name)
    for (const { resolve } of kept?.waiting.splice(0) ?? []) resolve(true)
    await kept?.writing
    // Unless it was recorded anew meanwhile.
    if (!documents.has(name)) await disk.remove(name)
  }

  const listAll = async (): Promise<JournalEntry[]> => {
    const names = new Set([...(await disk.list()), ...[...documents].filter(([, kept]) => kept.isDirty).map(([name]) => name)])
    const states = await Promise.all([...names].map(async (name) => ({ name, state: await load(name) })))
    return states
      .flatMap(({ name, state }) => (state ? [{ document: name, ...state.head, changedAt: state.changedAt }] : []))
      .sort((a, b) => b.changedAt - a.changedAt)
  }

  for (const { document } of (await listAll()).slice(most)) await disk.remove(document)

  return {
    record(document, { head, revision, change }) {
      const before = documents.get(document)
      let text: string | null
      if ('text' in change) text = change.text
      else text = before?.revision === change.base ? applySplices(before.text, change.splices) : null
      if (text === null) return Promise.resolve(false)
      if (text.length > longestText) {
        return Promise.reject(new HostError('file.too-large', `${head.name} is longer than any model file.`))
      }

      const changedAt = clock.now()
      const isSameHead = before !== undefined && JSON.stringify(before.head) === JSON.stringify(head)
      const kept: Kept =
        before ?? { head, text, revision, changedAt, pending: [], waiting: [], isWhole: true, isDirty: true, isSaved: false, fileBytes: 0, writing: Promise.resolve() } // prettier-ignore
      if ('text' in change || !isSameHead) kept.isWhole = true
      else kept.pending.push(encodeRecord({ base: change.base, revision, at: changedAt, splices: [...change.splices] }))
      Object.assign(kept, { head, text, revision, changedAt, isDirty: true, isSaved: false })
      documents.set(document, kept)
      later(everyMs)
      return new Promise((resolve, reject) => kept.waiting.push({ resolve, reject }))
    },

    list: listAll,

    async restore(document) {
      const state = await load(document)
      if (state === null) throw new HostError('journal.missing', 'There are no unsaved changes of this document.')
      if (!documents.has(document)) {
        documents.set(document, {
          ...state,
          pending: [],
          waiting: [],
          isWhole: true,
          isDirty: false,
          isSaved: false,
          fileBytes: 0,
          writing: Promise.resolve(),
        })
      }
      return state
    },

    discard: remove,

    async saved(document, head, text) {
      const kept = documents.get(document)
      if (kept === undefined) return disk.remove(document)
      if (kept.text !== text) {
        // Newer changes stay, and are from now on changes of what was saved.
        Object.assign(kept, { head, isWhole: true, isDirty: true })
        return later(everyMs)
      }
      // The text stays known, so that the next edit need not bring it whole.
      Object.assign(kept, { head, isWhole: true, isDirty: false, isSaved: true, pending: [] })
      for (const { resolve } of kept.waiting.splice(0)) resolve(true)
      await kept.writing
      if (!kept.isDirty) kept.writing = kept.writing.then(() => (kept.isDirty ? undefined : disk.remove(document)))
      await kept.writing
    },

    async flush() {
      await Promise.all([...documents.keys()].map(writeInTurn))
    },
  }
}

const wholeOf = ({ head, text, revision, changedAt }: JournalState) => ({ v: 1 as const, head, text, revision, at: changedAt })
