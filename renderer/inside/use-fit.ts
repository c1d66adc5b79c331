import { useReactFlow, useStore } from '@xyflow/react'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { Arranged } from '../../graph-core/inside/arrange'
import type { Point } from '../../graph-core/inside/line'

/** Small pictures are not blown up, and large ones begin with a size that can be read. */
const [largest, readable] = [1.1, 0.6]

/**
 * Shows a picture when it comes: all of it, or where it would be too small to be read its beginning, with `arrival` in view if one comes from there.
 * One that is seen whole is fitted again when its size or the view changes. `bounds` is what is fitted: the picture with what must be around it.
 */
export function useFit({ width, height, cards }: Pick<Arranged, 'width' | 'height' | 'cards'>, of: string, arrival: Point | undefined) {
  const { setViewport } = useReactFlow()
  const viewWidth = useStore((state) => state.width)
  const viewHeight = useStore((state) => state.height)
  const bounds = useMemo(() => {
    const [w, h] = [Math.max(width, viewWidth / largest), Math.max(height, viewHeight / largest)]
    return { x: (width - w) / 2, y: (height - h) / 2, width: w, height: h }
  }, [width, height, viewWidth, viewHeight])
  const whole = Math.min(viewWidth / bounds.width, viewHeight / bounds.height)

  const fit = useCallback(() => {
    void setViewport({ x: (viewWidth - width * whole) / 2, y: (viewHeight - height * whole) / 2, zoom: whole })
  }, [whole, width, height, viewWidth, viewHeight, setViewport])

  const begin = useCallback(
    (at: Point) => {
      const zoom = Math.max(whole, readable)
      /** The middle where there is room, else as much as is there around the point. */
      const along = (view: number, size: number, point: number) =>
        size * zoom <= view ? (view - size * zoom) / 2 : Math.min(0, Math.max(view - size * zoom, view / 2 - point * zoom))
      void setViewport({ x: along(viewWidth, width, at.x), y: along(viewHeight, height, at.y), zoom })
    },
    [whole, width, height, viewWidth, viewHeight, setViewport],
  )

  const begun = useRef<string | null>(null)
  useEffect(() => {
    if (viewWidth === 0 || viewHeight === 0) return
    const isNew = begun.current !== of
    begun.current = of
    // Who reads a part of it is not moved while numbers change.
    if (isNew || whole >= readable) begin(isNew && arrival !== undefined ? arrival : firstOf(cards))
    // Not when another card is selected: only where one arrives counts.
  }, [begin, of, viewWidth, viewHeight])
  return { bounds, fit }
}

/** Between the cards at the top. */
function firstOf(cards: readonly Point[]): Point {
  const y = Math.min(...cards.map((card) => card.y))
  const top = cards.filter((card) => card.y === y).map(({ x }) => x)
  return { x: (Math.min(...top) + Math.max(...top)) / 2, y: 0 }
}
