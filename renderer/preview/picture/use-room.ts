import { useEffect, useRef, useState } from 'react'
import type { Size } from './view'

/** How large an element is, again after every change; null until that is known. */
export function useRoom<E extends Element>() {
  const ref = useRef<E>(null)
  const [room, setRoom] = useState<Size | null>(null)
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    const observer = new ResizeObserver(() => {
      const { width, height } = element.getBoundingClientRect()
      setRoom(width > 0 && height > 0 ? { width, height } : null)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, room] as const
}
