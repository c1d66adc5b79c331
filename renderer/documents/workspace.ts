/** The open documents, side by side, and which of them is looked at. */
import type { DocumentEnvironment, OpenDocument, Opening } from './document'
import { createDocument } from './document'
import { createStore } from '../store'

export interface WorkspaceState {
  readonly documents: readonly OpenDocument[]
  /** What is looked at: one of them, or something else that has a tab. null: the start page. */
  readonly active: number | null
}

export type Workspace = ReturnType<typeof createWorkspace>

/** A workspace without documents. */
export function createWorkspace(environment: DocumentEnvironment) {
  const { host } = environment
  const { subscribe, getSnapshot, set } = createStore<WorkspaceState>({ documents: [], active: null })
  let nextId = 1
  const ofFile = (path: string) => getSnapshot().documents.filter((document) => document.getSnapshot().ref?.path === path)

  host.on('document.changedOnDisk', ({ path, version }) => {
    for (const document of ofFile(path)) void document.diskChanged(version)
  })
  host.onOpen(() => {
    for (const document of getSnapshot().documents) document.reconnect()
  })

  return {
    subscribe,
    getSnapshot,
    active(): OpenDocument | undefined {
      const { documents, active } = getSnapshot()
      return documents.find(({ id }) => id === active)
    },
    /** Names a tab of something else, which no document has. */
    newId: () => nextId++,
    /** The documents of a file. */
    ofFile,
    /** Opens it and looks at it, or leaves it behind what is looked at. */
    open(opening: Opening, { isBehind = false } = {}): OpenDocument {
      const document = createDocument(nextId++, opening, environment)
      const { documents, active } = getSnapshot()
      set({ documents: [...documents, document], active: isBehind ? active : document.id })
      return document
    },
    /** Puts a document at another place among the others. */
    move(document: OpenDocument, to: number): void {
      const { documents, active } = getSnapshot()
      const others = documents.filter((each) => each !== document)
      set({ documents: [...others.slice(0, to), document, ...others.slice(to)], active })
    },
    activate: (active: number | null) => set({ ...getSnapshot(), active }),
    /** Looks at the one beside it, round and round. */
    activateNext(step: 1 | -1): void {
      const { documents, active } = getSnapshot()
      const at = documents.findIndex(({ id }) => id === active)
      const next = documents[(at + step + documents.length) % documents.length]
      if (next !== undefined) set({ documents, active: next.id })
    },
    /** Takes it out of the window; the one beside it is looked at next. */
    remove({ id }: OpenDocument): void {
      const state = getSnapshot()
      const at = state.documents.findIndex((document) => document.id === id)
      const documents = state.documents.filter((document) => document.id !== id)
      set({ documents, active: state.active === id ? ((documents[at] ?? documents.at(-1))?.id ?? null) : state.active })
    },
  }
}
