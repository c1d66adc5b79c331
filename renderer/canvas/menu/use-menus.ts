import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { useReactFlow } from '@xyflow/react'
import { useApp } from '../../app/use-app'
import { useSession } from '../../app/use-session'
import { linkId } from '../../layout'
import type { AddPlace } from '../add-menu/place'
import type { FindLink } from '../wiring/links-near'
import type { Link } from '../wiring/wire'

/** A menu over the picture. `at` is in the window. */
export type Menu = { readonly at: readonly [x: number, y: number] } & (
  | { readonly kind: 'add'; readonly place: AddPlace }
  | { readonly kind: 'connect'; readonly from: number }
  | { readonly kind: 'graft'; readonly rows: readonly number[] }
)

export type AskMenu = (menu: Menu) => void

/** How near to a link a double click must be to mean it, in the window. */
const reach = 24

/** The menu that is open over the picture; null: none is. `link`: the chosen link, which is meant before the selected rows. */
export function useMenus(area: RefObject<HTMLElement | null>, find: FindLink, link: Link | null) {
  const session = useSession()
  const { canvas } = useApp()
  const { screenToFlowPosition, getZoom } = useReactFlow()
  const [menu, setMenu] = useState<Menu | null>(null)
  // Whether a hand came last, or keys.
  const isByHand = useRef(false)
  // What it is about may be gone when the text is another one.
  useEffect(() => {
    let known = session.text()
    return session.subscribe(() => {
      if (session.text() !== known) setMenu(null)
      known = session.text()
    })
  }, [session])

  /** Beside a card or link, else in the middle of the picture. */
  function beside(selector: string): readonly [number, number] {
    const box = area.current?.querySelector(selector)?.getBoundingClientRect()
    if (box !== undefined) return [box.left, box.bottom]
    const { left, top, width, height } = area.current!.getBoundingClientRect()
    return [left + width / 2 - 160, top + height / 4]
  }

  function ask(kind: Menu['kind']): void {
    const { document, selection } = session.getSnapshot()
    const rows = document.rows.flatMap(({ id }, i) => (selection.includes(id) ? [i] : []))
    const last = rows.at(-1)
    const at = beside(link !== null ? `.react-flow__edge[data-id="${linkId(link)}"]` : `.react-flow__node[data-id="${selection.at(-1)}"]`)
    if (kind === 'add' && link !== null) setMenu({ kind, place: { kind: 'link', ...link }, at })
    else if (kind === 'add') setMenu({ kind, place: last === undefined ? { kind: 'end' } : { kind: 'behind', row: last }, at })
    else if (last === undefined) return
    else if (kind === 'connect') setMenu({ kind, from: last, at })
    else setMenu({ kind, rows, at })
  }

  useEffect(() => canvas.listen((wish) => wish.kind === 'ask' && ask(wish.menu)))

  return {
    menu,
    ask: setMenu as AskMenu,
    close: () => setMenu(null),
    /** For the element around the picture. */
    handlers: {
      onPointerDownCapture: () => void (isByHand.current = true),
      onDoubleClick({ target, clientX, clientY }: MouseEvent) {
        // React Flow's pane holds the cards as well.
        const isGround =
          (target as Element).closest('.react-flow__pane') !== null && (target as Element).closest('.react-flow__node') === null
        if (!isGround) return
        const { x, y } = screenToFlowPosition({ x: clientX, y: clientY })
        const near = find([x, y], reach / getZoom())
        const place: AddPlace = near === null ? { kind: 'end' } : { kind: 'link', from: near.from, to: near.to, slot: near.slot }
        setMenu({ kind: 'add', place, at: [clientX, clientY] })
      },
    },
    /** Tab asks for a block where a hand last clicked; people who came by keyboard go on with it. True where it was meant. */
    onTab(event: KeyboardEvent): boolean {
      const { key, shiftKey, ctrlKey, altKey, metaKey, target } = event
      const isMeant = isByHand.current
      isByHand.current = false
      const isPlain = key === 'Tab' && !shiftKey && !ctrlKey && !altKey && !metaKey
      if (!isPlain || !isMeant || event.defaultPrevented || (target as Element).matches('input, textarea, select')) return false
      event.preventDefault()
      ask('add')
      return true
    },
  }
}
