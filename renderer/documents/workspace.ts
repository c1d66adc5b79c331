/** The open documents, side by side, and which of them is looked at. */
import type { DocumentEnvironment, OpenDocument, Opening } from './document'
import { createDocument } from './document'

export interface WorkspaceState {
  readonly documents: readonly OpenDocument[]
  /** null: the start page. */
  readonly active: number | null
}

export type Workspace = ReturnType<typeof createWorkspace>

/** A workspace without documents. */
export function createWorkspace(environment: DocumentEnvironment) {
  const { host } = environment
  const listeners = new Set<() => void>()
  let state: WorkspaceState = { documents: [], active: null }
  let nextId = 1
  const set = (next: WorkspaceState) => {
    state = next
    for (const listener of [...listeners]) listener()
  }
  const ofFile = (path: string) => state.documents.filter((document) => document.getSnapshot().ref?.path === path)

  host.on('document.changedOnDisk', ({ path, version }) => {
    for (const document of ofFile(path)) void document.diskChanged(version)
  })
  host.onOpen(() => {
    for (const document of state.documents) document.reconnect()
  })

  return {
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    getSnapshot: () => state,
    active: () => state.documents.find(({ id }) => id === state.active),
    /** The documents of a file. */
    ofFile,
    open(opening: Opening): OpenDocument {
      const document = createDocument(nextId++, opening, environment)
      set({ documents: [...state.documents, document], active: document.id })
      return document
    },
    activate: (active: number | null) => set({ ...state, active }),
    /** Takes it out of the window; the one beside it is looked at next. */
    remove({ id }: OpenDocument): void {
      const at = state.documents.findIndex((document) => document.id === id)
      const documents = state.documents.filter((document) => document.id !== id)
      set({ documents, active: state.active === id ? ((documents[at] ?? documents.at(-1))?.id ?? null) : state.active })
    },
  }
}
