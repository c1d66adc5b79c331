/** The open models, one session each, and which of them is looked at. */
import type { Library } from '../../graph-core/symbolic'
import { type Host, type Session, createSession } from '../session'

export interface Tab {
  readonly id: number
  readonly session: Session
}

export interface WorkspaceState {
  readonly tabs: readonly Tab[]
  /** null: the start page. */
  readonly active: number | null
}

export type Workspace = ReturnType<typeof createWorkspace>

/** A workspace without models. */
export function createWorkspace({ host, library }: { host: Host; library: Library }) {
  const listeners = new Set<() => void>()
  let state: WorkspaceState = { tabs: [], active: null }
  let nextId = 1
  const set = (next: WorkspaceState) => {
    state = next
    for (const listener of listeners) listener()
  }
  return {
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    getSnapshot: () => state,
    open(text: string, path?: string): Session {
      const session = createSession({ host, library })
      session.open(text, path)
      const id = nextId++
      set({ tabs: [...state.tabs, { id, session }], active: id })
      return session
    },
    activate: (active: number | null) => set({ ...state, active }),
    close(id: number): void {
      const at = state.tabs.findIndex((tab) => tab.id === id)
      const tabs = state.tabs.filter((tab) => tab.id !== id)
      set({ tabs, active: state.active === id ? ((tabs[at] ?? tabs.at(-1))?.id ?? null) : state.active })
    },
  }
}
