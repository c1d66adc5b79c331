import { useReactFlow, useStoreApi } from '@xyflow/react'
import { useEffect, useMemo, useState } from 'react'
import { movement } from '../../app/motion'
import { useApp } from '../../app/use-app'
import type { RowId } from '../../../graph-core/document'
import type { Layout } from '../../layout'
import { aroundAll, useFitBounds } from '../fit-bounds'
import type { Frame } from '../groups/frames'
import { around } from './align'
import type { Renaming } from './renaming'

/** Does what the window wishes of the canvas. A card that is wished for may be drawn only now, so that it is looked for after drawing. */
export function useWishes(
  layout: Layout,
  frames: readonly Frame[],
  selection: readonly RowId[],
  find: (id: string) => HTMLElement | null,
): Renaming {
  const { canvas } = useApp()
  const flow = useStoreApi()
  const { setCenter } = useReactFlow()
  const fitBounds = useFitBounds()
  const [renamed, setRenamed] = useState<string | null>(null)
  const [wanted, setWanted] = useState<string | null>(null)

  useEffect(
    () =>
      canvas.listen((wish) => {
        if (wish.kind === 'show') setWanted(layout.nodes[wish.row]?.rowId ?? null)
        else if (wish.kind === 'rename') setRenamed(layout.nodes[wish.row]?.rowId ?? null)
        else if (wish.kind === 'renameGroup') setRenamed(`group ${wish.group}`)
        else if (wish.kind === 'ask') return
        else if (wish.kind === 'fit' && wish.what === 'all') void fitBounds(layout.bounds, aroundAll, movement(200))
        else if (wish.kind === 'fit')
          void fitBounds(around(layout.nodes.filter(({ rowId }) => selection.includes(rowId))), 0.4, movement(200))
      }),
    [canvas, layout, selection, fitBounds],
  )

  useEffect(() => {
    const row = layout.indexOf.get(wanted ?? '')
    if (wanted === null || row === undefined) return
    // What is not seen is shown by what stands for it.
    const folded = frames.find(({ group, members }) => group.isCollapsed && members.has(wanted))
    const node = folded ?? layout.nodes[row]!
    const { transform, width, height } = flow.getState()
    if (!isInView(node, transform, width, height)) {
      // At once: its card is drawn when it is in view, and only then has the keyboard.
      void setCenter(node.x + node.width / 2, node.y + node.height / 2, { zoom: Math.max(transform[2], 0.5) })
    }
    const frame = requestAnimationFrame(() => {
      const element = folded === undefined ? find(wanted) : find(folded.id)?.querySelector<HTMLElement>('[aria-expanded]')
      element?.focus({ preventScroll: true })
      setWanted(null)
    })
    return () => cancelAnimationFrame(frame)
  }, [wanted, layout, frames, flow, setCenter, find])

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

function isInView(
  { x, y, width, height }: Layout['bounds'],
  [dx, dy, zoom]: readonly [number, number, number],
  right: number,
  bottom: number,
) {
  return x * zoom + dx >= 0 && y * zoom + dy >= 0 && (x + width) * zoom + dx <= right && (y + height) * zoom + dy <= bottom
}
