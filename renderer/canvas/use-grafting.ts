import type { KeyboardEvent, RefObject } from 'react'
import { useMemo } from 'react'
import type { Snapshot } from '../session'
import { useDrops } from './drops/use-drops'
import { useMenus } from './menu/use-menus'
import { linkFinder } from './wiring/links-near'
import { WireLine } from './wiring/WireLine'
import { useChosenLink } from './wiring/use-chosen-link'
import { useWiring } from './wiring/use-wiring'
import type { Picture } from './wiring/wire-context'

/** How far from a link’s end a hand can take it, in canvas units. */
const reconnectRadius = 9

export type Grafting = ReturnType<typeof useGrafting>

/** Everything by which rows come into a model and are wired: menus, drops, wires, the chosen link. */
export function useGrafting(area: RefObject<HTMLElement | null>, { layout, ports }: Picture, { selection }: Snapshot) {
  const find = useMemo(() => linkFinder(layout), [layout])
  const chosen = useChosenLink(layout, selection.length > 0)
  const menus = useMenus(area, find, chosen.link)
  const drops = useDrops(layout, find)
  const wiring = useWiring(layout, ports, menus.ask)
  return {
    menus,
    hover: drops.hover,
    /** The wire that is held. */
    wire: wiring.held,
    /** What links show of it, by id. */
    marks: { drops: drops.links, chosen: chosen.id },
    takeHold: drops.takeHold,
    holdCards: drops.holdCards,
    takeCards: drops.takeCards,
    letGoOfCards: drops.letGo,
    letGoOfLink: chosen.letGo,
    /** For the element around the picture. */
    handlers: { ...drops.handlers, ...menus.handlers },
    /** For the same element, before the keys of cards: true where a key meant this. */
    onKeyDown: (event: KeyboardEvent): boolean => menus.onTab(event) || chosen.onKeyDown(event),
    /** For React Flow. */
    flow: { ...wiring.flow, ...chosen.flow, connectionLineComponent: WireLine, reconnectRadius },
  }
}
