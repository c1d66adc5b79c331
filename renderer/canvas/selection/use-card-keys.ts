import { useEffect } from 'react'
import { useSession } from '../../app/use-session'
import type { Point } from '../../layout'

const ways: Readonly<Record<string, Point>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
/** How far an arrow moves a card, and with Shift, in canvas units. */
const nudge = { near: 4, far: 24 } as const

/** What keys do to the selected cards that leads through every canvas, so that nobody looks for it under other keys. */
export function useCardKeys() {
  const session = useSession()

  const onKeyDown = (event: Pressed): void => {
    const target = event.target as Element
    if (event.defaultPrevented || target.matches('input, textarea, select')) return
    const { altKey, ctrlKey, metaKey, shiftKey, key } = event
    if (altKey || ctrlKey || metaKey) return
    // As it is now: keys that repeat come faster than pictures.
    const { selection, layout } = session.getSnapshot()
    const way = ways[key]
    if (key === 'Escape' && selection.length > 0) session.select([])
    else if (way !== undefined && selection.length > 0) {
      const step = shiftKey ? nudge.far : nudge.near
      const chosen = layout.nodes.filter(({ rowId }) => selection.includes(rowId))
      session.moveNodes(new Map(chosen.map(({ i, x, y }) => [i, [x + way[0] * step, y + way[1] * step]])), { isNudge: true })
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  // A card that had the keyboard and went, as into a folded group, leaves it to nobody.
  useEffect(() => {
    const whereNobodyIs = (event: KeyboardEvent) => event.target === document.body && onKeyDown(event)
    document.addEventListener('keydown', whereNobodyIs)
    return () => document.removeEventListener('keydown', whereNobodyIs)
  })
  return onKeyDown
}

/** A key as the browser or React tells it. */
type Pressed = Pick<
  KeyboardEvent,
  'target' | 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'defaultPrevented' | 'preventDefault' | 'stopPropagation'
>
