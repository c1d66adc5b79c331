import { useEffect, useState } from 'react'
import { mayMove } from '../app/motion'
import { between, isTidied, makesRoom } from './animate'
import type { Layout } from './types'

/** Milliseconds that cards take to their places. */
const duration = 240
/** A frame that takes longer does not make the cards jump. */
const longestStep = 40
/** Pictures with more cards change at once: drawing them in between would not keep up. */
const mostMoving = 300

const ease = (t: number) => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2)

const moves = (before: Layout, after: Layout) =>
  after.nodes.length <= mostMoving && (isTidied(before, after) || makesRoom(before, after)) && mayMove()

/** The layout to draw: after cards were tidied, or made room for others, the pictures in between, unless people want no motion. `model`: another one’s cards are others. */
export function useMovingLayout(layout: Layout, model: object): Layout {
  const [motion, setMotion] = useState({ model, from: layout, to: layout, shown: layout })
  let now = motion
  if (motion.to !== layout) {
    const isMotion = motion.model === model && moves(motion.shown, layout)
    now = { model, from: motion.shown, to: layout, shown: isMotion ? between(motion.shown, layout, 0) : layout }
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
      setMotion({ model, from, to, shown: between(from, to, ease(done)) })
      if (done < 1) frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
    return () => cancelAnimationFrame(frame)
  }, [model, from, to, isMoving])

  return shown
}
