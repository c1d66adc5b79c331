/** One open document: its session, the file it belongs to, what other programs did to that file, and its journal. */
import type { Library } from '../../graph-core/symbolic'
import type { FileRef, JournalEntry } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import { type ModelDefaults, type Host as SessionHost, type Session, createSession } from '../session'
import type { DocumentHost } from './host'
import { type Recorder, createRecorder } from './recorder'
import { createStore } from '../store'

/** What became of the file while the document was open, where the user has to decide. */
export type OnDisk =
  | { readonly kind: 'same' }
  /** Another program wrote it, and there are changes here too. */
  | { readonly kind: 'changed'; readonly ref: FileRef; readonly text: string }
  | { readonly kind: 'deleted' }

export interface FileState {
  /** null: never saved. */
  readonly ref: FileRef | null
  readonly name: string
  readonly isReadOnly: boolean
  readonly onDisk: OnDisk
}

/** A document to open: a file's, a template's, or one that a journal kept. */
export interface Opening {
  readonly name: string
  readonly text: string
  readonly ref?: FileRef
  readonly isReadOnly?: boolean
  /** The template it is, by its id. */
  readonly template?: string
  /** What the file holds, where that is not the text; null: nothing that is known. */
  readonly fileHolds?: string | null
  readonly restored?: { readonly document: string; readonly revision: number }
}

/** What a document cannot decide itself. */
export interface DocumentEnvironment {
  readonly host: DocumentHost
  readonly library: Library
  /** What models are looked at with, where their files do not say. */
  readonly defaults?: () => ModelDefaults
  /** Saves it, asking the user where there is something to ask. */
  readonly save: (document: OpenDocument, ...request: Parameters<SessionHost['save']>) => ReturnType<SessionHost['save']>
  /** Another program's text was taken in, because nothing here was unsaved. */
  readonly onReloaded: (document: OpenDocument) => void
  readonly onTrouble: (document: OpenDocument, what: 'journal' | 'reload', error: HostError | null) => void
}

export interface OpenDocument {
  readonly kind: 'model'
  /** Names the tab. */
  readonly id: number
  readonly session: Session
  readonly subscribe: (listener: () => void) => () => void
  readonly getSnapshot: () => FileState
  /** The template it was made of, by its id. */
  readonly template: string | null
  /** Its name for the host. */
  journalName(): string
  /** It was written: the file holds this text. */
  saved(ref: FileRef, text: string): void
  /** The file is another version now, or gone (null). */
  diskChanged(version: string | null): Promise<void>
  /** Takes the file's text, as one step that can be undone. */
  takeTheirs(): void
  /** Stays with the own text; saving then writes over the other. */
  keepMine(): void
  /** Reads the file again, whatever is here. Rejects with HostError. */
  reload(): Promise<void>
  /** The line to the host is a new one. */
  reconnect(): void
  /** Lets it go: nothing of it is kept but its file. */
  close(isFileStillOpen: boolean): Promise<void>
}

const same: OnDisk = { kind: 'same' }

export function createDocument(id: number, opening: Opening, environment: DocumentEnvironment): OpenDocument {
  const { host, library, defaults } = environment
  const session = createSession({
    library,
    host: { save: (...request) => environment.save(document, ...request) },
    ...(defaults && { defaults }),
  })
  const store = createStore<FileState>({
    ref: opening.ref ?? null,
    name: opening.name,
    isReadOnly: opening.isReadOnly ?? false,
    onDisk: same,
  })
  const { getSnapshot } = store
  const set = (next: Partial<FileState>) => store.set({ ...getSnapshot(), ...next })

  session.open(opening.text, opening.ref?.path ?? opening.name, opening.fileHolds === undefined ? opening.text : opening.fileHolds)
  const recorder: Recorder = createRecorder({
    host,
    current: () => {
      const { text, isDirty } = session.getSnapshot()
      const { name, ref } = getSnapshot()
      return { text, isDirty, head: { name, path: ref?.path ?? null, version: ref?.version ?? null } }
    },
    onTrouble: (error) => environment.onTrouble(document, 'journal', error),
    restored: opening.restored && { ...opening.restored, text: opening.text },
  })
  let seen = session.getSnapshot()
  const stopListening = session.subscribe(() => {
    const now = session.getSnapshot()
    if (now.text !== seen.text || now.isDirty !== seen.isDirty) recorder.changed()
    seen = now
  })

  const watch = () => {
    const { ref } = getSnapshot()
    if (ref !== null) void tell('reload', () => host.call('document.watch', { ref }))
  }
  const tell = async (what: 'reload', run: () => Promise<unknown>) => {
    try {
      await run()
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      // Whoever reconnects looks at the file again.
      if (error.code !== 'host.disconnected') environment.onTrouble(document, what, error)
    }
  }
  const readAgain = async () => {
    const { name, ref } = getSnapshot()
    const opened = ref && (await host.call('document.open', { path: ref.path }))
    if (opened === null) throw new Error(`expected ${name} to have a file`)
    return opened
  }
  const take = (ref: FileRef, text: string) => {
    session.replaceText(text)
    session.fileHolds(text)
    set({ ref, onDisk: same })
  }

  const document: OpenDocument = {
    kind: 'model',
    id,
    session,
    subscribe: store.subscribe,
    getSnapshot,
    template: opening.template ?? null,
    journalName: () => recorder.document,
    saved(ref, text) {
      const { ref: former } = getSnapshot()
      const isElsewhere = former?.path !== ref.path
      set({ ref, name: ref.path.split(/[\\/]/).at(-1)!, onDisk: same, ...(isElsewhere ? { isReadOnly: false } : {}) })
      recorder.saved(text)
      if (isElsewhere || former === null) watch()
    },
    async diskChanged(version) {
      if (version === null) {
        session.fileHolds(null)
        return set({ onDisk: { kind: 'deleted' } })
      }
      await tell('reload', async () => {
        const { ref, text, isReadOnly } = await readAgain()
        set({ isReadOnly })
        const { isDirty, text: mine } = session.getSnapshot()
        if (text === mine || (!isDirty && getSnapshot().onDisk.kind === 'same')) {
          const isNew = text !== mine
          take(ref, text)
          if (isNew) environment.onReloaded(document)
        } else {
          session.fileHolds(text)
          set({ onDisk: { kind: 'changed', ref, text } })
        }
      })
    },
    takeTheirs() {
      const { onDisk } = getSnapshot()
      if (onDisk.kind === 'changed') take(onDisk.ref, onDisk.text)
    },
    keepMine() {
      const { onDisk } = getSnapshot()
      if (onDisk.kind === 'changed') set({ ref: onDisk.ref, onDisk: same })
    },
    async reload() {
      const { ref, text } = await readAgain()
      take(ref, text)
    },
    reconnect() {
      recorder.renew()
      watch()
    },
    async close(isFileStillOpen) {
      stopListening()
      await recorder.stop()
      const path = isFileStillOpen ? undefined : getSnapshot().ref?.path
      await host.call('document.close', { document: recorder.document, path })
    },
  }
  watch()
  return document
}

/** The document that a journal kept, over the file it was made of. Rejects with HostError. */
export async function readJournal(host: DocumentHost, { document }: JournalEntry): Promise<Opening & { readonly name: string }> {
  const { name, path, version, text, revision } = await host.call('journal.restore', { document })
  const restored = { document, revision }
  if (path === null || version === null) return { name, text, fileHolds: null, restored }
  const file = await host.call('document.open', { path }).catch((error: unknown) => {
    // Gone, or no longer to be read: the document stays, and saving it says what is the matter.
    if (error instanceof HostError && error.code !== 'host.disconnected') return null
    throw error
  })
  const isUnchanged = file !== null && file.ref.version === version
  return {
    name,
    text,
    ref: { path, version },
    isReadOnly: file?.isReadOnly ?? false,
    // Where it is not what it was, watching it tells, and the user decides.
    fileHolds: isUnchanged ? file.text : null,
    restored,
  }
}
