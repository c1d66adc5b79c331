import { ReactFlow, ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react'
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ZoomControls } from '../canvas/ZoomControls'
import styles from './Inside.module.css'
import { PartCard } from './PartCard'
import { WayLine } from './WayLine'
import { partNodes, wayEdges } from './flow-parts'
import type { Picture } from './use-arranged'
import { isKeyboardFree } from './keyboard'
import { useFit } from './use-fit'
import { isArrow, nextCard } from './walk'

const nodeTypes = { part: PartCard }
const edgeTypes = { way: WayLine }

interface Props {
  readonly picture: Picture
  readonly selected: string | null
  readonly onSelect: (id: string | null) => void
  readonly onEnter: (id: string) => void
}

/** The picture of an inside: to be looked at, walked through and opened further. */
export function InsideFlow(props: Props) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  )
}

/** From far off, cards are colour and shape. */
const isFar = ({ transform: [, , zoom] }: { transform: readonly [number, number, number] }) => zoom < 0.4

function Flow({ picture, selected, onSelect, onEnter }: Props) {
  const { t } = useTranslation()
  const { arranged, of } = picture
  const { getViewport, setViewport } = useReactFlow()
  const { width, height } = { width: useStore((state) => state.width), height: useStore((state) => state.height) }
  const far = useStore(isFar)
  const parts = useMemo(() => partNodes(picture, t), [picture, t])
  const { bounds, fit } = useFit(arranged, of, arranged.cards[parts.findIndex(({ id }) => id === selected)])
  const nodes = useMemo(() => parts.map((part) => (part.id === selected ? { ...part, selected: true } : part)), [parts, selected])
  const edges = useMemo(() => wayEdges(picture, selected, t), [picture, selected, t])

  // Arrow keys begin here as long as no card has the keyboard.
  const flow = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (isKeyboardFree()) flow.current!.focus({ preventScroll: true })
  }, [])

  /** Moves the view as far as the middle of a card asks for. */
  const bringIntoView = (id: string) => {
    const middle = arranged.cards[parts.findIndex((part) => part.id === id)]!
    const { x, y, zoom } = getViewport()
    const [left, top] = [middle.x * zoom + x, middle.y * zoom + y]
    const isSeen = left > 40 && left < width - 40 && top > 40 && top < height - 40
    if (!isSeen) void setViewport({ x: width / 2 - middle.x * zoom, y: height / 2 - middle.y * zoom, zoom })
  }

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const target = event.target as Element
    const focused = target.closest('.react-flow__node')?.getAttribute('data-id') ?? null
    if (isArrow(event.key)) {
      const places = parts.map(({ id }, i) => ({ id, ...arranged.cards[i]! }))
      const next = nextCard(places, focused ?? selected, event.key)
      if (next === null) return
      onSelect(next)
      bringIntoView(next)
      event.currentTarget.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(next)}"]`)?.focus({ preventScroll: true })
    } else if (event.key === 'Enter' && focused !== null) onEnter(focused)
    else if (event.key === ' ' && focused !== null) onSelect(focused)
    else if (event.key === 'f' || event.key === 'F') fit()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div ref={flow} className={styles.flow} tabIndex={-1} data-far={far} onKeyDownCapture={onKeyDown}>
      <ReactFlow
        aria-label={t('inside.picture')}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        ariaLabelConfig={{ 'node.a11yDescription.default': t('inside.keys') }}
        onNodeClick={(_, { id }) => onSelect(id)}
        onNodeDoubleClick={(_, { id }) => onEnter(id)}
        onPaneClick={() => onSelect(null)}
        nodesDraggable={false}
        nodesConnectable={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        zoomOnDoubleClick={false}
        minZoom={0.05}
        maxZoom={2}
      >
        <ZoomControls bounds={bounds} />
      </ReactFlow>
    </div>
  )
}
