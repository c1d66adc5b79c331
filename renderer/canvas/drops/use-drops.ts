import { useReactFlow } from '@xyflow/react'
import isEqual from 'fast-deep-equal'
import { type DragEvent, useMemo, useRef, useState } from 'react'
import { useApp } from '../../app/use-app'
import { useSession } from '../../app/use-session'
import type { Layout, Point } from '../../layout'
import { draggedBlock } from '../../palette/dragged-block'
import { withRecent } from '../../palette/shelves'
import type { FindLink } from '../wiring/links-near'
import { pointerOf } from '../wiring/pointer'
import { type DropTarget, dropTargetAt, linkTarget, linksInto } from './drop-target'

/** How near to a link a hand must be, in the window: cards are led over many links, blocks of the palette over few. */
const reach = { block: 18, cards: 8 }
/** How far a hand must lead cards before it can mean a link: a little push is to move them. In the window. */
const meant = 24

export interface Hover {
  readonly target: DropTarget
  /** In the picture. */
  readonly at: Point
  /** What is held: the name of a block, or rows. */
  readonly held: string | readonly number[]
}

/** Blocks of the palette and cards of the model, dropped on links. */
export function useDrops(layout: Layout, find: FindLink) {
  const session = useSession()
  const { settings } = useApp()
  const { screenToFlowPosition, getZoom } = useReactFlow()
  const [hover, setHovered] = useState<Hover | null>(null)
  // The same target, and with it the same links, while the hand moves on over it.
  const setHover = (next: Hover | null) =>
    setHovered((now) => (next !== null && now !== null && isEqual(next.target, now.target) ? { ...next, target: now.target } : next))
  /** Where a hand took hold of cards. */
  const taken = useRef<readonly [number, number] | null>(null)
  const target = hover?.target ?? null
  const links = useMemo(() => linksInto(layout, target), [layout, target])

  const pointAt = ([x, y]: readonly [number, number]): Point => {
    const point = screenToFlowPosition({ x, y })
    return [point.x, point.y]
  }
  const targetOfBlock = (event: DragEvent) => {
    const at = pointAt([event.clientX, event.clientY])
    const held = draggedBlock(event)
    if (held !== undefined && session.headSources(held) !== null) return { at, target: { kind: 'end' } as const }
    return { at, target: dropTargetAt(layout, find, at, reach.block / getZoom(), event.altKey) }
  }
  const targetOfCards = (event: MouseEvent | TouchEvent, rows: readonly number[]) => {
    const here = pointerOf(event)
    const at = pointAt(here)
    if (taken.current !== null && Math.hypot(here[0] - taken.current[0], here[1] - taken.current[1]) < meant) return { at, target: null }
    return { at, target: linkTarget(find, at, reach.cards / getZoom(), event.altKey, new Set(rows)) }
  }

  return {
    hover,
    /** The links that what is held would come to stand in. */
    links,
    /** For the element around the picture. */
    handlers: {
      onDragOver(event: DragEvent) {
        const held = draggedBlock(event)
        if (held === undefined) return
        event.preventDefault()
        setHover({ ...targetOfBlock(event), held })
      },
      onDragLeave(event: DragEvent) {
        if (!event.currentTarget.contains(event.relatedTarget as Element | null)) setHover(null)
      },
      onDrop(event: DragEvent) {
        const block = draggedBlock(event)
        setHover(null)
        if (block === undefined) return
        event.preventDefault()
        const { target } = targetOfBlock(event)
        if (insert(target, block)) settings.set(withRecent(settings.getSnapshot(), block))
      },
    },
    takeHold: (event: MouseEvent | TouchEvent): void => void (taken.current = pointerOf(event)),
    /** For React Flow, while cards are dragged. */
    holdCards: (event: MouseEvent | TouchEvent, cards: readonly { readonly id: string }[]): void => {
      const rows = layout.nodes.filter(({ rowId }) => cards.some(({ id }) => id === rowId)).map(({ i }) => i)
      if (rows.length === 0) return
      const { at, target } = targetOfCards(event, rows)
      setHover(target && { at, target, held: rows })
    },
    /** Nothing is held any more. */
    letGo: () => setHover(null),
    /** Takes cards that are let go over a link; false: there is none below them. */
    takeCards: (rows: readonly number[], event: MouseEvent | TouchEvent): boolean => {
      setHover(null)
      const { target } = targetOfCards(event, rows)
      if (target?.kind !== 'link') return false
      if (target.isAlone) session.moveToEdge(rows, target.from, target.to, target.slot)
      else session.moveToEdge(rows, target.from)
      return true
    },
  }

  function insert(target: DropTarget, block: string): boolean {
    switch (target.kind) {
      case 'link':
        return target.isAlone ? session.insertOnEdge(target.from, block, target.to, target.slot) : session.insertOnEdge(target.from, block)
      case 'card':
        return session.insertOnEdge(target.row, block)
      case 'end':
        return session.insertAtEnd(block)
    }
  }
}
