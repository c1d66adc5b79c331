import { useReactFlow, useStoreApi } from '@xyflow/react'
import { useEffect, useMemo, useState } from 'react'
import { movement } from '../../app/motion'
import { useApp } from '../../app/use-app'
import type { RowId } from '../../../graph-core/document'
import type { LaidNode, Layout } from '../../layout'
import type { Renaming } from './renaming'

/** Does what the window wishes of the canvas. A card that is wished for may be drawn only now, so that it is looked for after drawing. */
export function useWishes(layout: Layout, selection: readonly RowId[], find: (id: string) => HTMLElement | null): Renaming {
  const { canvas } = useApp()
  const flow = useStoreApi()
  const { fitBounds, setCenter } = useReactFlow()
  const [renamed, setRenamed] = useState<string | null>(null)
  const [wanted, setWanted] = useState<string | null>(null)

  useEffect(
    () =>
      canvas.listen((wish) => {
        if (wish.kind === 'show') setWanted(layout.nodes[wish.row]?.rowId ?? null)
        else if (wish.kind === 'rename') setRenamed(layout.nodes[wish.row]?.rowId ?? null)
        else if (wish.kind === 'renameGroup') setRenamed(`group ${wish.group}`)
        else if (wish.kind === 'ask') return
        else if (wish.kind === 'fit' && wish.what === 'all') void fitBounds(layout.bounds, { padding: 0.03, duration: movement(200) })
        else if (wish.kind === 'fit')
          void fitBounds(boundsOf(layout.nodes.filter(({ rowId }) => selection.includes(rowId))), { padding: 0.4, duration: movement(200) })
      }),
    [canvas, layout, selection, fitBounds],
  )

  useEffect(() => {
    const node = layout.nodes.find(({ rowId }) => rowId === wanted)
    if (wanted === null || node === undefined) return
    const { transform, width, height } = flow.getState()
    if (!isInView(node, transform, width, height)) {
      // At once: its card is drawn when it is in view, and only then has the keyboard.
      void setCenter(node.x + node.width / 2, node.y + node.height / 2, { zoom: Math.max(transform[2], 0.5) })
    }
    const frame = requestAnimationFrame(() => {
      find(wanted)?.focus({ preventScroll: true })
      setWanted(null)
    })
    return () => cancelAnimationFrame(frame)
  }, [wanted, layout, flow, setCenter, find])

  return useMemo(
    () => ({
      id: renamed,
      begin: setRenamed,
      end(byKey: boolean) {
        if (byKey && renamed !== null) find(renamed)?.focus({ preventScroll: true })
        setRenamed(null)
      },
    }),
    [renamed, find],
  )
}

function isInView({ x, y, width, height }: LaidNode, [dx, dy, zoom]: readonly [number, number, number], right: number, bottom: number) {
  return x * zoom + dx >= 0 && y * zoom + dy >= 0 && (x + width) * zoom + dx <= right && (y + height) * zoom + dy <= bottom
}

function boundsOf(nodes: readonly LaidNode[]) {
  const [x, y] = [Math.min(...nodes.map((n) => n.x)), Math.min(...nodes.map((n) => n.y))]
  return {
    x,
    y,
    width: Math.max(...nodes.map((n) => n.x + n.width)) - x,
    height: Math.max(...nodes.map((n) => n.y + n.height)) - y,
  }
}
