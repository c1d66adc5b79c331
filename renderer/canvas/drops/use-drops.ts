import { type DragEvent, useState } from 'react'
import { useSession } from '../../app/use-session'
import { draggedBlock } from '../../palette/dragged-block'

/** Blocks from the palette dropped on links and cards. `target` is the id of the link or card they would be grafted onto. */
export function useDrops(indexOf: (rowId: string) => number) {
  const session = useSession()
  const [target, setTarget] = useState<string | null>(null)

  return {
    target,
    handlers: {
      onDragOver(event: DragEvent) {
        if (draggedBlock(event) === undefined) return
        event.preventDefault()
        setTarget(targetOf(event))
      },
      onDragLeave: () => setTarget(null),
      onDrop(event: DragEvent) {
        const block = draggedBlock(event)
        const at = targetOf(event)
        setTarget(null)
        if (block === undefined || at === null) return
        event.preventDefault()
        const [from, to] = at.split('-').map(Number)
        if (to === undefined) session.insertOnEdge(indexOf(at), block)
        else session.insertOnEdge(from!, block, event.altKey ? to : 'all')
      },
    },
  }
}

const targetOf = (event: DragEvent) =>
  (event.target as Element).closest('[data-id].react-flow__edge, [data-id].react-flow__node')?.getAttribute('data-id') ?? null
