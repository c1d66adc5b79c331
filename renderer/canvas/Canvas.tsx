import { type Connection, type Node, ReactFlow, ReactFlowProvider, applyNodeChanges, useStore } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { type DragEvent, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { shapeText } from '../app/format'
import { useApp, useStore as useSettings } from '../app/use-app'
import { useSession, useSnapshot } from '../app/use-session'
import { useMovingLayout } from '../layout/use-moving-layout'
import { draggedBlock } from '../palette/dragged-block'
import { Broken, Refusal } from './Banners'
import styles from './Canvas.module.css'
import { HeadCard } from './HeadCard'
import { Lanes } from './Lanes'
import { LinkLine, type LinkEdge } from './LinkLine'
import { RowCard } from './RowCard'
import { ZoomControls } from './ZoomControls'
import { cardNodes } from './cards'
import { litLinks } from './lit-links'
import { useFit } from './use-fit'

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
  const [dropTarget, setDropTarget] = useState<string | null>(null)

  const laid = useMemo(
    () => cardNodes(session.library, { document, report, layout, selection, issues, comparedTo }, cardBar),
    [session, document, report, layout, selection, issues, comparedTo, cardBar],
  )
  const [nodes, setNodes] = useState<Node[]>(laid)
  useEffect(() => setNodes(laid), [laid])

  const edges = useMemo(() => {
    const selected = new Set(layout.nodes.filter(({ rowId }) => selection.includes(rowId)).map(({ i }) => i))
    const lit = litLinks(layout.edges, selected)
    const bad = new Set(
      issues.flatMap(({ where }) => (where.row !== undefined && where.edge !== undefined ? [`${where.edge} ${where.row}`] : [])),
    )
    return layout.edges.map((edge, k): LinkEdge => {
      const shape = shapeText(report.rows[edge.from]!.out) ?? t('canvas.noShape')
      const id = `${edge.from}-${edge.to}-${edge.slot}`
      return {
        id,
        type: 'link',
        source: layout.nodes[edge.from]!.rowId,
        target: layout.nodes[edge.to]!.rowId,
        data: { edge, shape, light: lit[k]!, isBad: bad.has(`${edge.from} ${edge.to}`), isDropTarget: id === dropTarget },
        ariaLabel: t('canvas.edge', { from: edge.from, to: edge.to, shape }),
        focusable: false,
      }
    })
  }, [layout, selection, report, issues, dropTarget, t])

  useFit(layout.bounds)

  const indexOf = (rowId: string) => layout.nodes.findIndex((node) => node.rowId === rowId)
  const onConnect = ({ source, target, targetHandle }: Connection) =>
    session.connect(indexOf(source), indexOf(target), Number(targetHandle ?? 0))

  const targetOf = (event: DragEvent) =>
    (event.target as Element).closest('[data-id].react-flow__edge, [data-id].react-flow__node')?.getAttribute('data-id') ?? null
  const onDrop = (event: DragEvent) => {
    const block = draggedBlock(event)
    const target = targetOf(event)
    setDropTarget(null)
    if (block === undefined || target === null) return
    event.preventDefault()
    const [from, to] = target.split('-').map(Number)
    if (to === undefined) session.insertOnEdge(indexOf(target), block)
    else session.insertOnEdge(from!, block, event.altKey ? to : 'all')
  }

  return (
    <div
      className={styles.canvas}
      data-distance={distance}
      data-stale={isBroken}
      onDragOver={(event) => {
        if (draggedBlock(event) === undefined) return
        event.preventDefault()
        setDropTarget(targetOf(event))
      }}
      onDragLeave={() => setDropTarget(null)}
      onDrop={onDrop}
      onKeyDown={(event) => {
        const focused = (event.target as Element).closest('.react-flow__node')?.getAttribute('data-id')
        if (event.key === 'Enter' && focused != null) session.select([indexOf(focused)])
      }}
    >
      <ReactFlow
        aria-label={t('canvas.label')}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={(changes) => setNodes((known) => applyNodeChanges(changes, known))}
        onNodeClick={(_, node) => session.select([indexOf(node.id)])}
        onPaneClick={() => session.select([])}
        onNodeDragStop={(_, node) => {
          const { x, y } = layout.nodes[indexOf(node.id)]!
          if (node.position.x !== x || node.position.y !== y) session.moveNode(indexOf(node.id), [node.position.x, node.position.y])
        }}
        onConnect={onConnect}
        onlyRenderVisibleElements={layout.nodes.length > 300}
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        nodeDragThreshold={4}
        minZoom={0.05}
        maxZoom={2.5}
      >
        <Lanes layout={layout} />
        <ZoomControls bounds={layout.bounds} />
      </ReactFlow>
      {isBroken && <Broken />}
      <Refusal />
    </div>
  )
}
