import { type RefObject, useEffect, useRef, useState } from 'react'

/** Room around the window in which something counts as in view, so that it is ready when it comes. */
const margin = '240px'

/** Whether an element can be seen, or soon; `once`: whether it ever could. */
export function useInView<E extends Element>({ once = false } = {}): readonly [ref: RefObject<E | null>, isInView: boolean] {
  const ref = useRef<E>(null)
  const [isInView, setInView] = useState(false)
  const isDone = once && isInView
  useEffect(() => {
    if (ref.current === null || isDone) return
    const observer = new IntersectionObserver((entries) => setInView(entries.at(-1)!.isIntersecting), { rootMargin: margin })
    observer.observe(ref.current)
    return () => observer.disconnect()
  }, [isDone])
  return [ref, isInView]
}
