/** The arrangement of the window's panels: what is shown, and what moves it. One for the window, whichever model is looked at. */
import type { DockviewApi } from 'dockview-react'
import { arrange, bringBack, restore, stored } from './arrange'
import { type PanelId, panelIds } from './panels'

/** Where the arrangement is kept between starts. */
export interface LayoutStore {
  read(): unknown
  write(layout: unknown): void
}

export type PanelLayout = ReturnType<typeof createPanelLayout>

/** Changes that follow each other within this many milliseconds are kept together. */
const pause = 300

/** An arrangement without a window yet; `attach` gives it one. */
export function createPanelLayout(store: LayoutStore) {
  const listeners = new Set<() => void>()
  let api: DockviewApi | null = null
  let shown: ReadonlySet<PanelId> = new Set(panelIds)
  let pending: ReturnType<typeof setTimeout> | undefined

  const write = () => {
    clearTimeout(pending)
    pending = undefined
    if (api !== null) store.write(stored(api))
  }

  function look(): void {
    if (api === null) return
    const now = new Set(panelIds.filter((id) => api?.getPanel(id) !== undefined))
    if (now.size === shown.size && [...now].every((id) => shown.has(id))) return
    shown = now
    for (const listener of listeners) listener()
  }

  const show = (id: PanelId): void => {
    if (api === null) return
    if (api.hasMaximizedGroup()) api.exitMaximizedGroup()
    if (api.getPanel(id) === undefined) bringBack(api, id)
    api.getPanel(id)?.api.setActive()
  }
  const hide = (id: PanelId): void => api?.getPanel(id)?.api.close()

  return {
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    /** The panels that are not hidden. */
    getSnapshot: () => shown,

    /** Arranges a window's panels as they were left; returns what lets go of it. */
    attach(window: DockviewApi): () => void {
      api = window
      restore(window, store.read())
      look()
      const changes = window.onDidLayoutChange(() => {
        look()
        clearTimeout(pending)
        pending = setTimeout(write, pause)
      })
      return () => {
        if (pending !== undefined) write()
        changes.dispose()
        api = null
      }
    },
    /** Puts a panel before the user, wherever it is. */
    show,
    hide,
    toggle: (id: PanelId): void => (shown.has(id) ? hide(id) : show(id)),
    /** Gives one group of panels the whole window, or all of them their places again. */
    toggleMaximized(id: PanelId): void {
      const panel = api?.getPanel(id)
      if (panel?.api.isMaximized()) panel.api.exitMaximized()
      else panel?.api.maximize()
    },
    reset(): void {
      if (api !== null) arrange(api)
    },
    /** The panels in view, in the order of the table. */
    visible: (): readonly PanelId[] => panelIds.filter((id) => api?.getPanel(id)?.api.isVisible),
  }
}
