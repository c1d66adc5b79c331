/** How panels are arranged at first, where one comes back to, and which stored arrangements can be taken. */
import type { AddPanelOptions, DockviewApi, SerializedDockview } from 'dockview-react'
import { type PanelId, type Place, panelIds, panels } from './panels'

/** Below this many pixels the YAML stands behind the canvas, which needs the width. */
const narrow = 1180

type Position = NonNullable<AddPanelOptions['position']>

/** The arrangement of a window nobody has changed. */
export function arrange(api: DockviewApi): void {
  const { width, height } = api
  const isNarrow = width < narrow
  const bottom = Math.min(280, Math.max(140, Math.round(0.29 * height)))
  api.clear()
  add(api, 'canvas')
  add(api, 'palette', { referencePanel: 'canvas', direction: 'left' }, { initialWidth: isNarrow ? 138 : 178 })
  if (isNarrow) {
    add(api, 'yaml', { referencePanel: 'canvas', direction: 'within' }, { inactive: true })
    add(api, 'inspector', { referencePanel: 'canvas', direction: 'right' }, { initialWidth: 236 })
  } else {
    add(api, 'yaml', { referencePanel: 'canvas', direction: 'right' }, { initialWidth: Math.round(Math.max(300, 0.235 * width)) })
    add(api, 'inspector', { referencePanel: 'yaml', direction: 'below' }, { initialHeight: Math.round(0.56 * height) })
  }
  add(api, 'summary', { referencePanel: 'canvas', direction: 'below' }, { initialHeight: bottom })
  for (const id of ['issues', 'preview', 'features', 'profile', 'compare'] as const)
    add(api, id, { referencePanel: 'summary', direction: 'within' }, { inactive: true })
  api.getPanel('canvas')?.api.setActive()
}

/** Brings a hidden panel back: to its neighbours of old, else to its side of the window. */
export function bringBack(api: DockviewApi, id: PanelId): void {
  const { place } = panels[id]
  const neighbour = panelIds.find((other) => other !== id && panels[other].place === place && api.getPanel(other) !== undefined)
  if (neighbour !== undefined) return add(api, id, { referencePanel: neighbour, direction: place === 'right' ? 'below' : 'within' })
  add(api, id, { direction: sides[place] }, { initialWidth: place === 'left' ? 178 : 320, initialHeight: 220 })
}

const sides: Readonly<Record<Place, 'left' | 'right' | 'below'>> = { left: 'left', centre: 'right', right: 'right', bottom: 'below' }

function add(
  api: DockviewApi,
  id: PanelId,
  position?: Position,
  size: { initialWidth?: number; initialHeight?: number; inactive?: boolean } = {},
) {
  api.addPanel({
    id,
    component: id,
    title: id,
    renderer: 'always',
    minimumWidth: 100,
    minimumHeight: 60,
    ...size,
    ...(position && { position }),
  })
}

/** Shows or hides a group so that the canvas alone gives or takes the room: what stands beside it keeps its width, what stands above its height. */
export function keepingSizes(api: DockviewApi, change: () => void): void {
  const canvas = api.getPanel('canvas')?.group
  const middle = canvas?.element.getBoundingClientRect()
  const sizes = api.groups.flatMap((group) => {
    if (group === canvas || middle === undefined || !group.api.isVisible) return []
    const { left, right, top, bottom, width, height } = group.element.getBoundingClientRect()
    const isBeside = right <= middle.left + 1 || left >= middle.right - 1
    const isAbove = bottom <= middle.top + 1 || top >= middle.bottom - 1
    return [{ group, size: { ...(isBeside && { width }), ...(isAbove && !isBeside && { height }) } }]
  })
  change()
  for (const { group, size } of sizes) if (group.api.isVisible) group.api.setSize(size)
}

/** What is kept between starts. `known`: panels that later versions add are not taken for hidden ones. */
interface Stored {
  readonly v: 1
  readonly known: readonly string[]
  readonly layout: SerializedDockview
}

/** As JSON would have it: dockview leaves fields undefined, which no message carries. */
export const stored = (api: DockviewApi) =>
  JSON.parse(JSON.stringify({ v: 1, known: panelIds, layout: api.toJSON() } satisfies Stored)) as Stored

/** What is kept of an arrangement that nobody changed: the panels in front of others, the one that has the keyboard last. */
export function inFront(api: DockviewApi) {
  const front = api.groups.flatMap(({ activePanel }) =>
    activePanel === undefined || activePanel === api.activePanel ? [] : activePanel.id,
  )
  return { v: 1, front: [...front, ...(api.activePanel === undefined ? [] : [api.activePanel.id])] }
}

/**
 * Takes up a stored arrangement; one that is broken, or of another version, gives way to the first one, with the panels in front that were. False
 * then.
 */
export function restore(api: DockviewApi, kept: unknown): boolean {
  const giveWay = () => {
    arrange(api)
    const { front } = (kept ?? {}) as { readonly front?: unknown }
    if (Array.isArray(front)) for (const id of front) if (typeof id === 'string') api.getPanel(id)?.api.setActive()
    return false
  }
  if (!isStored(kept)) return giveWay()
  try {
    api.fromJSON(kept.layout)
  } catch {
    // Whatever dockview stumbles on was not written by it.
    return giveWay()
  }
  if (api.panels.length === 0) return giveWay()
  for (const id of panelIds) if (!kept.known.includes(id)) bringBack(api, id)
  return true
}

function isStored(kept: unknown): kept is Stored {
  const { v, known, layout } = (kept ?? {}) as Partial<Stored>
  if (v !== 1 || !Array.isArray(known) || typeof layout?.panels !== 'object' || layout.panels === null) return false
  const entries = Object.entries(layout.panels)
  return entries.every(([id, panel]) => id in panels && panel?.contentComponent === id)
}
