import { getViewportForBounds, useReactFlow, useStoreApi } from '@xyflow/react'
import { useCallback } from 'react'
import type { Layout } from '../layout'

/** Brings a part of the picture into view: as large as it fits, but never larger than it is drawn for. */
export function useFitBounds(): (bounds: Layout['bounds'], padding: number, duration?: number) => Promise<boolean> {
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
