import { type Node, ReactFlow, ReactFlowProvider, SelectionMode, useKeyPress, useStore } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isApple } from '../app/shortcuts/press'
import { useApp, useStore as useSettings } from '../app/use-app'
import { useSession, useSnapshot } from '../app/use-session'
import { FoundCards } from '../find/FoundCards'
import { RevealSelection } from '../find/RevealSelection'
import { InsideFrame } from '../inside/InsideFrame'
import { useMovingLayout } from '../layout/use-moving-layout'
import { useRowTimes } from '../profile/use-profile'
import { Broken, Empty, Notice, Refusal } from './Banners'
import styles from './Canvas.module.css'
import { GraftingLayer } from './GraftingLayer'
import { HeadCard } from './HeadCard'
import { Lanes } from './Lanes'
import { LinkLine, type LinkEdge } from './LinkLine'
import { RowCard } from './RowCard'
import { ZoomControls } from './ZoomControls'
import { type CardNode, cardNodes } from './cards'
import { useClipboard } from './clipboard/use-clipboard'
import { DistanceContext, distanceOf } from './distance'
import { FoldedCard } from './groups/FoldedCard'
import { GroupFrame } from './groups/GroupFrame'
import { groupsOfRows } from './groups/frames'
import { rerouted, withGroups } from './groups/group-nodes'
import { Overview } from './minimap/Overview'
import { Guides } from './selection/Guides'
import { RenamingContext } from './selection/renaming'
import { useCardKeys } from './selection/use-card-keys'
import { useCards } from './selection/use-cards'
import { useWheel } from './selection/use-wheel'
import { useWishes } from './selection/use-wishes'
import { useFit } from './use-fit'
import { createKeeper, useKeeper } from './use-kept'
import { useStable } from './use-stable'
import { useGrafting } from './use-grafting'
import { SharesContext, sharesOf } from './shares'
import { type Port, portsOf } from './wiring/ports'
import { useLinks } from './wiring/use-links'
import { PictureContext, WireContext } from './wiring/wire-context'

const nodeTypes = { row: RowCard, head: HeadCard, frame: GroupFrame, folded: FoldedCard }
const edgeTypes = { link: LinkLine }

/** The middle button moves the picture; the left one draws a box, or with Space held moves the picture too. */
const panButtons = [1]
/** Keys that add to what is selected. */
const addingKeys = ['Shift', isApple ? 'Meta' : 'Control']

/** The model as a picture that can be edited. */
export function Canvas() {
  return (
    <InsideFrame>
      <ReactFlowProvider>
        <Flow />
      </ReactFlowProvider>
    </InsideFrame>
  )
}

function Flow() {
  const { t } = useTranslation()
  const session = useSession()
  const snapshot = useSnapshot()
  const { report, document, selection, isBroken, issues, comparedTo } = snapshot
  const layout = useMovingLayout(snapshot.layout, session)
  const { canvas, settings } = useApp()
  const { cardBar = 'params', minimap = false } = useSettings(settings)
  const distance = useStore(distanceOf)
  const element = useRef<HTMLDivElement>(null)

  const [keepPorts] = useState(() => createKeeper<readonly Port[]>((_, i) => i))
  const ports = useMemo(() => keepPorts(portsOf(session.library, { report, layout })), [session, report, layout, keepPorts])
  const picture = useMemo(() => ({ layout, ports }), [layout, ports])
  const keepCards = useKeeper<CardNode>()
  const times = useRowTimes()
  const resting = useMemo(
    () => keepCards(cardNodes(session.library, { document, report, layout, issues, comparedTo }, ports)),
    [session, document, report, layout, issues, comparedTo, ports, keepCards],
  )
  const shares = useMemo(() => sharesOf(report, cardBar, times), [report, cardBar, times])
  const groups = useMemo(() => groupsOfRows(document), [document])
  useFit(layout.bounds)

  const grafting = useGrafting(element, picture, snapshot)
  const { cards, frames, copies, guides, handlers } = useCards({ resting, layout, selection, groups, onLetGo: grafting.takeCards })
  const links = useLinks(layout, snapshot, grafting.marks)
  const drawn = useMemo(
    () => (frames.length === 0 && copies.length === 0 ? (cards as Node[]) : [...withGroups(cards, frames, report), ...copies]),
    [cards, frames, copies, report],
  )
  const wires = useMemo(() => rerouted(links, frames), [links, frames])

  const find = useCallback((id: string) => element.current?.querySelector<HTMLElement>(`[data-id="${id}"]`) ?? null, [])
  const renaming = useWishes(layout, frames, selection, find)
  const onKeyDown = useCardKeys()
  useWheel(element)
  useClipboard()
  const isPanning = useKeyPress('Space')

  const hands = useStable({
    ...handlers,
    ...grafting.flow,
    onPaneClick() {
      handlers.onPaneClick()
      grafting.letGoOfLink()
    },
    onNodeDragStart(event: MouseEvent | TouchEvent) {
      handlers.onNodeDragStart(event)
      grafting.takeHold(event)
    },
    onNodeDrag(event: MouseEvent | TouchEvent, _: Node, dragged: Node[]) {
      handlers.onNodeDrag(event)
      if (copies.length === 0) grafting.holdCards(event, dragged)
    },
    onNodeDragStop(event: MouseEvent | TouchEvent, node: Node, dragged: Node[]) {
      handlers.onNodeDragStop(event, node, dragged)
      grafting.letGoOfCards()
    },
    onNodeDoubleClick: (_: unknown, { id }: Node) => canvas.tell({ kind: 'openInside', row: layout.indexOf.get(id) ?? -1 }),
  })

  return (
    <div
      ref={element}
      className={styles.canvas}
      data-distance={distance}
      data-stale={isBroken}
      tabIndex={-1}
      {...grafting.handlers}
      onKeyDown={(event) => grafting.onKeyDown(event) || onKeyDown(event)}
    >
      <RenamingContext value={renaming}>
        <DistanceContext value={distance}>
          <SharesContext value={shares}>
            <PictureContext value={picture}>
              <WireContext value={grafting.wire}>
                <ReactFlow
                  aria-label={t('canvas.label')}
                  nodes={drawn}
                  edges={wires as LinkEdge[]}
                  nodeTypes={nodeTypes}
                  edgeTypes={edgeTypes}
                  {...hands}
                  nodesDraggable={!isPanning}
                  disableKeyboardA11y
                  selectionOnDrag
                  selectionMode={SelectionMode.Partial}
                  selectionKeyCode={null}
                  multiSelectionKeyCode={addingKeys}
                  zoomActivationKeyCode={null}
                  panOnDrag={panButtons}
                  elevateNodesOnSelect={false}
                  onlyRenderVisibleElements={layout.nodes.length > 300}
                  deleteKeyCode={null}
                  zoomOnDoubleClick={false}
                  nodeDragThreshold={4}
                  minZoom={0.05}
                  maxZoom={2.5}
                >
                  <Lanes layout={layout} />
                  <Guides guides={guides} />
                  <FoundCards />
                  <RevealSelection />
                  <ZoomControls bounds={layout.bounds} />
                  {minimap && <Overview />}
                </ReactFlow>
                <GraftingLayer grafting={grafting} onGiveBack={() => element.current?.focus()} />
              </WireContext>
            </PictureContext>
          </SharesContext>
        </DistanceContext>
      </RenamingContext>
      {layout.nodes.length === 0 && !isBroken && <Empty />}
      {isBroken && <Broken />}
      <Refusal />
      <Notice />
    </div>
  )
}
