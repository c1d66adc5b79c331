import { useReactFlow, useStoreApi } from '@xyflow/react'
import { memo, useEffect, useRef } from 'react'
import { useSnapshot } from '../app/use-session'

/** Brings a row into view that was selected elsewhere: found, or clicked in a table. Whoever works on the canvas sees what they select. */
export const RevealSelection = memo(function RevealSelection() {
  const selection = useSnapshot(({ selection }) => selection)
  const layout = useSnapshot(({ layout }) => layout)
  const { setCenter } = useReactFlow()
  const flow = useStoreApi()
  const shown = useRef(selection)

  useEffect(() => {
    const before = shown.current
    shown.current = selection
    const last = selection.at(-1)
    const node = layout.nodes.find(({ rowId }) => rowId === last)
    const { transform, width, height, domNode } = flow.getState()
    if (node === undefined || before === selection || (last !== undefined && before.includes(last))) return
    if (domNode?.contains(document.activeElement) === true) return
    const [x, y, zoom] = transform
    const [left, top] = [node.x * zoom + x, node.y * zoom + y]
    const isInView = left >= 0 && top >= 0 && left + node.width * zoom <= width && top + node.height * zoom <= height
    if (!isInView && width > 0) void setCenter(node.x + node.width / 2, node.y + node.height / 2, { zoom })
  }, [selection, layout, setCenter, flow])
  return null
})
