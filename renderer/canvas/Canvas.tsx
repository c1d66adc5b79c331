import { type Node, ReactFlow, ReactFlowProvider, applyNodeChanges, useStore } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp, useStore as useSettings } from '../app/use-app'
import { useSession, useSnapshot } from '../app/use-session'
import { FoundCards } from '../find/FoundCards'
import { RevealSelection } from '../find/RevealSelection'
import { useMovingLayout } from '../layout/use-moving-layout'
import { Broken, Notice, Refusal } from './Banners'
import styles from './Canvas.module.css'
import { HeadCard } from './HeadCard'
import { Lanes } from './Lanes'
import { LinkLine } from './LinkLine'
import { RowCard } from './RowCard'
import { ZoomControls } from './ZoomControls'
import { cardNodes } from './cards'
import { useDrops } from './drops/use-drops'
import { useMoves } from './selection/use-moves'
import { useSelection } from './selection/use-selection'
import { useFit } from './use-fit'
import { useLinks } from './wiring/use-links'
import { useWiring } from './wiring/use-wiring'

const nodeTypes = { row: RowCard, head: HeadCard }
const edgeTypes = { link: LinkLine }

/** The model as a picture that can be edited. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Flow />
    </ReactFlowProvider>
  )
}

/** How much of a card can be read: everything, the name, or only its colour. */
const nearness = ({ transform: [, , zoom] }: { transform: readonly [number, number, number] }) =>
  zoom >= 0.52 ? 'near' : zoom >= 0.3 ? 'middle' : 'far'

function Flow() {
  const { t } = useTranslation()
  const session = useSession()
  const snapshot = useSnapshot()
  const { report, document, selection, isBroken, issues, comparedTo } = snapshot
  const layout = useMovingLayout(snapshot.layout)
  const { cardBar = 'params' } = useSettings(useApp().settings)
  const distance = useStore(nearness)

  const laid = useMemo(
    () => cardNodes(session.library, { document, report, layout, selection, issues, comparedTo }, cardBar),
    [session, document, report, layout, selection, issues, comparedTo, cardBar],
  )
  const [nodes, setNodes] = useState<Node[]>(laid)
  useEffect(() => setNodes(laid), [laid])
  useFit(layout.bounds)

  const indexOf = (rowId: string) => layout.nodes.findIndex((node) => node.rowId === rowId)
  const drops = useDrops(indexOf)
  const wiring = useWiring(indexOf)
  const moves = useMoves(layout, indexOf)
  const { onKeyDown, ...selecting } = useSelection(indexOf)
  const links = useLinks(layout, snapshot, drops.target)

  return (
    <div className={styles.canvas} data-distance={distance} data-stale={isBroken} {...drops.handlers} onKeyDown={onKeyDown}>
      <ReactFlow
        aria-label={t('canvas.label')}
        nodes={nodes}
        edges={links}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={(changes) => setNodes((known) => applyNodeChanges(changes, known))}
        {...selecting}
        {...moves}
        {...wiring}
        onlyRenderVisibleElements={layout.nodes.length > 300}
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        nodeDragThreshold={4}
        minZoom={0.05}
        maxZoom={2.5}
      >
        <Lanes layout={layout} />
        <FoundCards />
        <RevealSelection />
        <ZoomControls bounds={layout.bounds} />
      </ReactFlow>
      {isBroken && <Broken />}
      <Refusal />
      <Notice />
    </div>
  )
}
