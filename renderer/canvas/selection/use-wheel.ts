import { useReactFlow } from '@xyflow/react'
import { type RefObject, useEffect } from 'react'

/**
 * Two fingers on a trackpad move the picture, as they move pages; a mouse wheel zooms, as in other node editors; pinching, which browsers tell as a
 * wheel with Ctrl, zooms. Shift and the wheel of a mouse move to the side.
 */
export function useWheel(canvas: RefObject<HTMLElement | null>): void {
  const { getViewport, setViewport } = useReactFlow()
  useEffect(() => {
    const element = canvas.current!
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || !(event.shiftKey || isTrackpad(event)) || (event.target as Element).closest('.nowheel') !== null) return
      event.preventDefault()
      event.stopPropagation()
      const { x, y, zoom } = getViewport()
      // Some systems turn the wheel themselves while Shift is held.
      const isTurned = event.shiftKey && event.deltaX === 0
      const [dx, dy] = isTurned ? [event.deltaY, 0] : [event.deltaX, event.deltaY]
      void setViewport({ x: x - dx, y: y - dy, zoom })
    }
    // Before React Flow hears it.
    element.addEventListener('wheel', onWheel, { capture: true, passive: false })
    return () => element.removeEventListener('wheel', onWheel, { capture: true })
  }, [canvas, getViewport, setViewport])
}

/** A wheel turns by notches of 120, a trackpad tells pixels, which browsers count threefold there. */
function isTrackpad(event: WheelEvent & { readonly wheelDeltaY?: number }): boolean {
  if (event.deltaMode !== WheelEvent.DOM_DELTA_PIXEL) return false
  return event.deltaX !== 0 || (event.wheelDeltaY !== undefined && event.wheelDeltaY === -3 * event.deltaY)
}
