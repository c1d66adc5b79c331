import { useReactFlow, useStore } from '@xyflow/react'
import { useCallback, useEffect, useMemo } from 'react'

/** Small pictures are not blown up. */
const largest = 1.1

/** Fits a picture when it comes, when its size changes, and when the view does. `bounds` is what is fitted: the picture with what must be around it. */
export function useFit({ width, height }: { readonly width: number; readonly height: number }, of: string) {
  const { setViewport } = useReactFlow()
  const viewWidth = useStore((state) => state.width)
  const viewHeight = useStore((state) => state.height)
  const bounds = useMemo(() => {
    const [w, h] = [Math.max(width, viewWidth / largest), Math.max(height, viewHeight / largest)]
    return { x: (width - w) / 2, y: (height - h) / 2, width: w, height: h }
  }, [width, height, viewWidth, viewHeight])

  const fit = useCallback(() => {
    const zoom = Math.min(viewWidth / bounds.width, viewHeight / bounds.height)
    void setViewport({ x: (viewWidth - width * zoom) / 2, y: (viewHeight - height * zoom) / 2, zoom })
  }, [bounds, width, height, viewWidth, viewHeight, setViewport])

  useEffect(() => {
    if (viewWidth > 0 && viewHeight > 0) fit()
  }, [fit, of, viewWidth, viewHeight])
  return { bounds, fit }
}
