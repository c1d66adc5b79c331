/** React Flow with cards like ours and nothing else: what the canvas is measured against. */
import { Handle, type Node, type NodeProps, Position, ReactFlow, type Viewport, applyNodeChanges } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { memo, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { BareGraph } from './graph'

type Card = Node<{ readonly name: string; readonly shape: string }, 'card'>

const CardView = memo(function CardView({ data: { name, shape } }: NodeProps<Card>) {
  return (
    <article>
      <header>
        <b>{name}</b>
      </header>
      <p>{name}</p>
      <p>{shape}</p>
      <Handle type="target" position={Position.Left} />
      <Handle type="source" position={Position.Right} />
    </article>
  )
})

const nodeTypes = { card: CardView }
const panButtons = [1]

function Page({ graph, viewport }: { graph: BareGraph; viewport: Viewport }) {
  const [nodes, setNodes] = useState<Card[]>(() => graph.nodes.map((node) => ({ ...node, type: 'card' })))
  const [edges] = useState(() => [...graph.edges])
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      onNodesChange={(changes) => setNodes((now) => applyNodeChanges(changes, now))}
      onlyRenderVisibleElements={nodes.length > 300}
      selectionOnDrag
      panOnDrag={panButtons}
      minZoom={0.05}
      maxZoom={2.5}
      defaultViewport={viewport}
    />
  )
}

const asked = new URLSearchParams(location.search)
const graph = (await (await fetch(`graph-${asked.get('nodes')}.json`)).json()) as BareGraph
const [x, y, zoom] = asked.get('view')!.split(',').map(Number) as [number, number, number]
createRoot(document.getElementById('root')!).render(<Page graph={graph} viewport={{ x, y, zoom }} />)
