/**
 * The cards as hands have them: what the session says, and on top of it what is under way: cards being dragged, cards in a box that is
 * being drawn. Both reach the session when the hand lets go, so that nothing is computed again in between.
 */
import { type Node, type NodeChange, applyNodeChanges, useStoreApi } from '@xyflow/react'
import isEqual from 'fast-deep-equal'
import { useMemo, useRef, useState } from 'react'
import type { RowId } from '../../../graph-core/document'
import { useSession } from '../../app/use-session'
import type { Layout, Point } from '../../layout'
import type { CardNode } from '../cards'
import { type Frame, type GroupOfRows, frameOf, framesOf } from '../groups/frames'
import { reachOf } from '../lit-links'
import { type Aligned, type Box, type Guide, align, around, notAligned } from './align'
import styles from './Selection.module.css'

/** How near to another card's edge or centre a card must come to snap there, in the window. */
const snapReach = 5

interface Options {
  /** The cards at rest, none of them selected. */
  readonly resting: readonly CardNode[]
  readonly layout: Layout
  readonly selection: readonly RowId[]
  readonly groups: readonly GroupOfRows[]
  /** Takes rows that are let go over something; false: their cards just stand there. */
  readonly onLetGo?: (rows: readonly number[], event: MouseEvent | TouchEvent) => boolean
}

export function useCards({ resting, layout, selection, groups, onLetGo = () => false }: Options) {
  const session = useSession()
  const laid = useMemo(() => withSelection(resting, layout, selection), [resting, layout, selection])
  const [held, setHeld] = useState({ laid, cards: laid })
  let shown = held
  if (held.laid !== laid) {
    shown = { laid, cards: laid }
    setHeld(shown)
  }
  const frames = useMemo(() => framesOf(groups, shown.cards), [groups, shown.cards])
  /** Copies under the pointer, while Alt drags them off their originals. */
  const [copies, setCopies] = useState<readonly CardNode[]>([])
  const [guides, setGuides] = useState<readonly Guide[]>([])
  const flow = useStoreApi()
  /** What a hand is at: `isFree`: it wants no snapping; `by`: how far aside its cards snapped. */
  const hand = useRef<Hand>({ isCopying: false, isFree: false, by: notAligned.by, box: null })

  const indexOf = (id: string) => layout.indexOf.get(id) ?? -1

  /** How cards on their way line up with those that stand. */
  function alignMoved(moved: readonly Placed[]): Aligned {
    if (hand.current.isFree || moved.length === 0) return notAligned
    const places = placesOf(moved, frames, shown.cards)
    const [held, others] = [[], []] as [Box[], Box[]]
    for (const { id, position, width = 0, height = 0 } of shown.cards) {
      const place = places.get(id)
      if (place !== undefined) held.push({ x: place[0], y: place[1], width, height })
      if (place === undefined || hand.current.isCopying) others.push({ ...position, width, height })
    }
    return held.length === 0 ? notAligned : align(around(held), others, snapReach / flow.getState().transform[2])
  }

  /** Changes of cards that are dragged, snapped to where they line up with others. */
  function snapped(changes: readonly NodeChange<Node>[]): readonly NodeChange<Node>[] {
    const dragged = changes.filter((change) => change.type === 'position' && change.dragging === true)
    if (dragged.length > 0) {
      const { by, guides: now } = alignMoved(dragged as Placed[])
      hand.current.by = by
      setGuides((before) => (isEqual(before, now) ? before : now))
    }
    const [x, y] = hand.current.by
    if (x === 0 && y === 0) return changes
    return changes.map((change) =>
      change.type === 'position' && change.dragging !== undefined && change.position !== undefined
        ? { ...change, position: { x: change.position.x + x, y: change.position.y + y } }
        : change,
    )
  }

  function onNodesChange(told: readonly NodeChange<Node>[]): void {
    const changes = snapped(told)
    const moved = changes.flatMap((change) => (change.type === 'position' && change.position !== undefined ? [change] : []))
    if (hand.current.isCopying) setCopies(copiesAt(shown.cards, placesOf(moved, frames, shown.cards)))
    const kept = changes.flatMap((change): NodeChange<Node>[] => {
      if (change.type === 'position') return hand.current.isCopying ? [] : spread(change, frames, shown.cards)
      if (change.type === 'select') return frameOf(frames, change.id) !== undefined || isInBase(change) ? [] : [change]
      return [change]
    })
    if (kept.length > 0) setHeld((now) => ({ ...now, cards: applyNodeChanges(kept, now.cards as Node[]) as CardNode[] }))
    const chosen = kept.filter((change) => change.type === 'select')
    if (chosen.length === 0) return
    const { box } = hand.current
    if (box !== null) {
      for (const { id, selected } of chosen) {
        if (selected) box.ids.add(id)
        else box.ids.delete(id)
      }
    } else
      commit(
        chosen.filter(({ selected }) => selected).map(({ id }) => id),
        new Set(chosen.filter(({ selected }) => !selected).map(({ id }) => id)),
      )
  }

  /** Whether a box that adds to what was selected must leave this card alone. */
  const isInBase = ({ id }: { id: string }) => hand.current.box?.base.has(id) === true

  function commit(added: readonly string[], gone: ReadonlySet<string>): void {
    const before = session.getSnapshot().selection.filter((id) => !gone.has(id))
    session.select([...before, ...added].map(indexOf))
  }

  return {
    cards: shown.cards,
    frames,
    copies,
    guides,
    handlers: {
      onNodesChange,
      onNodeClick(event: Held, node: Node) {
        // One of several, clicked without a key, is meant alone.
        if (!isAdding(event) && frameOf(frames, node.id) === undefined) session.select([indexOf(node.id)])
      },
      onPaneClick() {
        if (session.getSnapshot().selection.length > 0) session.select([])
      },
      onSelectionStart(event: Held) {
        const base = new Set<string>(isAdding(event) ? selection : [])
        hand.current.box = { base, ids: new Set() }
        if (base.size > 0) setHeld(({ cards, ...now }) => ({ ...now, cards: withSelection(cards, layout, selection) }))
      },
      onSelectionEnd() {
        const { box } = hand.current
        hand.current.box = null
        if (box !== null) session.select([...box.base, ...box.ids].map(indexOf))
      },
      onNodeDragStart(event: Held & { readonly altKey: boolean }) {
        hand.current.isCopying = event.altKey
        hand.current.isFree = isFree(event)
      },
      onNodeDrag(event: Held) {
        hand.current.isFree = isFree(event)
      },
      onNodeDragStop(event: MouseEvent | TouchEvent, _: unknown, dragged: readonly Node[]) {
        const places = placesOf(dragged, framesOf(groups, laid), laid)
        const { by } = hand.current
        hand.current.by = notAligned.by
        setGuides([])
        const moved = [...places].flatMap(([id, place]): [number, Point][] => {
          const [x, y] = [place[0] + by[0], place[1] + by[1]]
          const node = layout.nodes[indexOf(id)]
          return node === undefined || (node.x === x && node.y === y) ? [] : [[node.i, [x, y]]]
        })
        const { isCopying } = hand.current
        hand.current.isCopying = false
        setCopies([])
        if (moved.length === 0) return
        if (
          !isCopying &&
          onLetGo(
            moved.map(([row]) => row),
            event,
          )
        )
          setHeld({ laid, cards: laid })
        else if (isCopying)
          session.duplicateRows(
            moved.map(([row]) => row),
            new Map(moved),
          )
        else session.moveNodes(new Map(moved))
      },
    },
  }
}

type Held = { readonly shiftKey: boolean; readonly ctrlKey: boolean; readonly metaKey: boolean }

/** Whether a hand adds to what is selected, and takes from it. */
const isAdding = ({ shiftKey, ctrlKey, metaKey }: Held) => shiftKey || ctrlKey || metaKey

/** Whether a hand moves cards freely, without snapping. */
const isFree = ({ ctrlKey, metaKey }: Held) => ctrlKey || metaKey

interface Hand {
  isCopying: boolean
  isFree: boolean
  by: Aligned['by']
  box: { base: ReadonlySet<string>; ids: Set<string> } | null
}

interface Placed {
  readonly id: string
  readonly position?: { readonly x: number; readonly y: number }
}

/** Where cards are that were dragged: those of a frame go with it. */
function placesOf(dragged: readonly Placed[], frames: readonly Frame[], cards: readonly Placed[]): Map<string, Point> {
  const places = new Map<string, Point>()
  for (const { id, position } of dragged) {
    const frame = frameOf(frames, id)
    if (position === undefined) continue
    if (frame === undefined) places.set(id, [position.x, position.y])
    else
      for (const card of cards)
        if (frame.members.has(card.id))
          places.set(card.id, [card.position!.x + position.x - frame.x, card.position!.y + position.y - frame.y])
  }
  return places
}

/** A frame's way as that of its cards. */
function spread(change: NodeChange<Node> & { type: 'position' }, frames: readonly Frame[], cards: readonly CardNode[]): NodeChange<Node>[] {
  const frame = frameOf(frames, change.id)
  if (frame === undefined) return [change]
  return [...placesOf([change as Placed], [frame], cards)].map(([id, [x, y]]) => ({
    ...change,
    id,
    position: { x, y },
    positionAbsolute: undefined,
  }))
}

function copiesAt(cards: readonly CardNode[], places: ReadonlyMap<string, Point>): CardNode[] {
  return cards.flatMap((card): CardNode[] => {
    const place = places.get(card.id)
    if (place === undefined) return []
    return [
      {
        ...card,
        id: `copy of ${card.id}`,
        position: { x: place[0], y: place[1] },
        selected: true,
        draggable: false,
        className: styles.copy!,
      },
    ]
  })
}

/** Marks the selected cards, those that nothing leads to from them, and the one that has the keyboard’s turn. */
function withSelection(cards: readonly CardNode[], { nodes, edges }: Layout, selection: readonly RowId[]): CardNode[] {
  const selected = new Set<string>(selection)
  const rows = new Set(nodes.filter(({ rowId }) => selected.has(rowId)).map(({ i }) => i))
  const { above, below } = reachOf(edges, rows)
  const turn = selection.at(-1) ?? nodes[0]?.rowId
  return cards.map((card, i) => {
    const isSelected = selected.has(card.id)
    const className = rows.size > 0 && !above.has(i) && !below.has(i) ? styles.off! : ''
    const tabIndex = card.id === turn ? 0 : -1
    const isSame =
      isSelected === (card.selected ?? false) && className === (card.className ?? '') && tabIndex === (card.domAttributes?.tabIndex ?? -1)
    return isSame ? card : { ...card, selected: isSelected, className, domAttributes: { ...card.domAttributes, tabIndex } }
  })
}
