import { useStore, useStoreApi } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import type { Layout } from '../layout'
import { aroundAll, useFitBounds } from './fit-bounds'

/** Fits the picture when its size changes; when the canvas gets another size, only if the user has not moved the view since. */
export function useFit(bounds: Layout['bounds']): void {
  const fitBounds = useFitBounds()
  const flow = useStoreApi()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const fitted = useRef<{ readonly view: string; readonly picture: string } | null>(null)
  const picture = `${bounds.width}×${bounds.height}`

  useEffect(() => {
    if (width === 0 || height === 0) return
    const view = () => flow.getState().transform.join()
    const frame = requestAnimationFrame(() => {
      if (fitted.current?.picture === picture && fitted.current.view !== view()) return
      void fitBounds(bounds, aroundAll).then(() => (fitted.current = { view: view(), picture }))
    })
    return () => cancelAnimationFrame(frame)
    // The same picture at another place is the same picture.
  }, [picture, width, height, fitBounds, flow])
}
