import { getViewportForBounds, useReactFlow, useStoreApi } from '@xyflow/react'
import { useCallback } from 'react'
import type { Layout } from '../layout'

type Padding = Parameters<typeof getViewportForBounds>[5]

/** Around the whole model: below it, the buttons for zooming have their room. */
export const aroundAll: Padding = { x: '1.5%', top: '1.5%', bottom: '46px' }

/** Brings a part of the picture into view: as large as it fits, but never larger than it is drawn for. */
export function useFitBounds(): (bounds: Layout['bounds'], padding: Padding, duration?: number) => Promise<boolean> {
  const { setViewport } = useReactFlow()
  const flow = useStoreApi()
  return useCallback(
    (bounds, padding, duration = 0) => {
      const { width, height, minZoom } = flow.getState()
      return setViewport(getViewportForBounds(bounds, width, height, minZoom, 1, padding), { duration })
    },
    [flow, setViewport],
  )
}
