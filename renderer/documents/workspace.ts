/** The open models and checkpoints, side by side as their tabs are, and which of them is looked at. */
import type { OpenCheckpoint } from '../checkpoint/checkpoint'
import type { DocumentEnvironment, OpenDocument, Opening } from './document'
import { createDocument } from './document'
import { createStore } from '../store'

export type Tab = OpenDocument | OpenCheckpoint

export interface WorkspaceState {
  readonly tabs: readonly Tab[]
  /** Those of the tabs that are models. */
  readonly documents: readonly OpenDocument[]
  /** What is looked at. null: the start page. */
  readonly active: number | null
}

export type Workspace = ReturnType<typeof createWorkspace>

/** A workspace without tabs. */
export function createWorkspace(environment: DocumentEnvironment) {
  const { host } = environment
  const { subscribe, getSnapshot, set } = createStore<WorkspaceState>({ tabs: [], documents: [], active: null })
  const put = (tabs: readonly Tab[], active: number | null) => set({ tabs, documents: tabs.filter((tab) => tab.kind === 'model'), active })
  let nextId = 1
  const ofFile = (path: string) => getSnapshot().documents.filter((document) => document.getSnapshot().ref?.path === path)
  const add = (tab: Tab, isBehind: boolean) => {
    const { tabs, active } = getSnapshot()
    put([...tabs, tab], isBehind ? active : tab.id)
  }

  host.on('document.changedOnDisk', ({ path, version }) => {
    for (const document of ofFile(path)) void document.diskChanged(version)
  })
  host.onOpen(() => {
    for (const document of getSnapshot().documents) document.reconnect()
  })

  return {
    subscribe,
    getSnapshot,
    /** The model that is looked at. */
    active(): OpenDocument | undefined {
      const { documents, active } = getSnapshot()
      return documents.find(({ id }) => id === active)
    },
    /** The model or checkpoint that is looked at. */
    activeTab(): Tab | undefined {
      const { tabs, active } = getSnapshot()
      return tabs.find(({ id }) => id === active)
    },
    /** The documents of a file. */
    ofFile,
    /** Opens it and looks at it, or leaves it behind what is looked at. */
    open(opening: Opening, { isBehind = false } = {}): OpenDocument {
      const document = createDocument(nextId++, opening, environment)
      add(document, isBehind)
      return document
    },
    /** Gives a tab to what is made under the name it gets. */
    show<T extends Tab>(make: (id: number) => T, { isBehind = false } = {}): T {
      const tab = make(nextId++)
      add(tab, isBehind)
      return tab
    },
    /** Puts a tab at another place among the others. */
    move(tab: Tab, to: number): void {
      const { tabs, active } = getSnapshot()
      const others = tabs.filter((each) => each !== tab)
      put([...others.slice(0, to), tab, ...others.slice(to)], active)
    },
    activate: (active: number | null) => set({ ...getSnapshot(), active }),
    /** Looks at the one beside it, round and round; from the start page at the first or the last. */
    activateNext(step: 1 | -1): void {
      const { tabs, active } = getSnapshot()
      const at = tabs.findIndex(({ id }) => id === active)
      const next = at < 0 ? tabs.at(step === 1 ? 0 : -1) : tabs[(at + step + tabs.length) % tabs.length]
      if (next !== undefined) put(tabs, next.id)
    },
    /** Takes it out of the window; the one beside it is looked at next. */
    remove({ id }: Tab): void {
      const { tabs, active } = getSnapshot()
      const at = tabs.findIndex((tab) => tab.id === id)
      const others = tabs.filter((tab) => tab.id !== id)
      put(others, active === id ? ((others[at] ?? others.at(-1))?.id ?? null) : active)
    },
  }
}
