import { useEffect, useState } from 'react'
import { between, isTidied } from './animate'
import type { Layout } from './types'

/** Milliseconds that cards take to their places. */
const duration = 240
/** A frame that takes longer does not make the cards jump. */
const longestStep = 40
/** Pictures with more cards change at once: drawing them in between would not keep up. */
const mostMoving = 300

const ease = (t: number) => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2)

const moves = (before: Layout, after: Layout) =>
  after.nodes.length <= mostMoving && isTidied(before, after) && !matchMedia('(prefers-reduced-motion: reduce)').matches

/** The layout to draw: after cards were tidied the pictures in between, unless people want no motion. */
export function useMovingLayout(layout: Layout): Layout {
  const [motion, setMotion] = useState({ from: layout, to: layout, shown: layout })
  let now = motion
  if (motion.to !== layout) {
    now = { from: motion.shown, to: layout, shown: moves(motion.shown, layout) ? between(motion.shown, layout, 0) : layout }
    setMotion(now)
  }
  const { from, to, shown } = now
  const isMoving = shown !== to

  useEffect(() => {
    if (!isMoving) return
    let frame = 0
    let [passed, last] = [0, NaN]
    const step = (time: number) => {
      if (time > last) passed += Math.min(longestStep, time - last)
      last = time
      const done = Math.min(1, passed / duration)
      setMotion({ from, to, shown: between(from, to, ease(done)) })
      if (done < 1) frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
    return () => cancelAnimationFrame(frame)
  }, [from, to, isMoving])

  return shown
}
