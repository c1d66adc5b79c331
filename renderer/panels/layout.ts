/** The arrangement of the window's panels: what is shown, and what moves it. One for the window, whichever model is looked at. */
import type { DockviewApi } from 'dockview-react'
import { arrange, bringBack, inFront, keepingSizes, restore, stored } from './arrange'
import { type PanelId, panelIds } from './panels'
import { createStore } from '../store'

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
  let api: DockviewApi | null = null
  const { subscribe, getSnapshot: shown, set: setShown } = createStore<ReadonlySet<PanelId>>(new Set(panelIds))
  /** An arrangement nobody changed is not kept: a window of another size has another first one. */
  let isTouched = false
  /** Of such a one only which panels are in front is kept, once one was put there. */
  let hasFront = false
  let pending: ReturnType<typeof setTimeout> | undefined
  /** Asked for before there was a window. */
  let wanted: PanelId | undefined

  const write = () => {
    clearTimeout(pending)
    pending = undefined
    if (api !== null && (isTouched || hasFront)) store.write(isTouched ? stored(api) : inFront(api))
  }

  function look(): void {
    const now = new Set(panelIds.filter((id) => api?.getPanel(id)?.group.api.isVisible))
    if (now.size === shown().size && [...now].every((id) => shown().has(id))) return
    setShown(now)
  }

  function show(id: PanelId): void {
    if (api === null) {
      wanted = id
      return
    }
    // One tab before another is no arrangement of the user's.
    if (api.getPanel(id)?.group.api.isVisible && !api.hasMaximizedGroup()) {
      hasFront = true
      return api.getPanel(id)!.api.setActive()
    }
    isTouched = true
    if (api.hasMaximizedGroup()) api.exitMaximizedGroup()
    const panel = api.getPanel(id)
    if (panel === undefined) bringBack(api, id)
    else if (!panel.group.api.isVisible) keepingSizes(api, () => panel.group.api.setVisible(true))
    api.getPanel(id)?.api.setActive()
    look()
  }

  /** A panel that stands alone keeps its place while it is hidden; one among others leaves them. */
  function hide(id: PanelId): void {
    const panel = api?.getPanel(id)
    if (api === null || panel === undefined) return
    isTouched = true
    if (api.hasMaximizedGroup()) api.exitMaximizedGroup()
    if (panel.group.panels.length > 1) panel.api.close()
    else keepingSizes(api, () => panel.group.api.setVisible(false))
    look()
  }

  return {
    subscribe,
    /** The panels that are not hidden. */
    getSnapshot: shown,

    /** Arranges a window's panels as they were left; returns what lets go of it. */
    attach(window: DockviewApi): () => void {
      api = window
      const kept = store.read()
      isTouched = restore(window, kept)
      hasFront = kept !== undefined && kept !== null
      look()
      if (wanted !== undefined) show(wanted)
      wanted = undefined
      const changes = window.onDidLayoutChange(() => {
        look()
        clearTimeout(pending)
        pending = setTimeout(write, pause)
      })
      return () => {
        write()
        changes.dispose()
        api = null
      }
    },
    /** The user moves something with their own hands. */
    touch: (): void => {
      isTouched = true
    },
    /** Keeps what is not kept yet: the window is about to go. */
    flush: (): void => {
      if (pending !== undefined) write()
    },
    /** Puts a panel before the user, wherever it is. */
    show,
    hide,
    toggle: (id: PanelId): void => (shown().has(id) ? hide(id) : show(id)),
    /** Gives one group of panels the whole window, or all of them their places again. */
    toggleMaximized(id: PanelId): void {
      const panel = api?.getPanel(id)
      if (panel?.api.isMaximized()) panel.api.exitMaximized()
      else panel?.api.maximize()
    },
    reset(): void {
      if (api === null) return
      arrange(api)
      isTouched = false
      hasFront = false
      store.write(null)
    },
    /** The panels in view, in the order of the table. */
    visible: (): readonly PanelId[] => panelIds.filter((id) => api?.getPanel(id)?.api.isVisible),
  }
}
