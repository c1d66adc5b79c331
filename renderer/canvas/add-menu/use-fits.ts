import { useEffect, useState } from 'react'
import { useSession } from '../../app/use-session'
import type { Fit, Place } from '../../session'

/** Milliseconds of each frame in which blocks are tried. */
const slice = 6

/** Which blocks fit a place, as they are found out in this order; null: they are not asked about. */
export function useFits(
  place: Place | null,
  names: readonly string[],
): { readonly fits: ReadonlyMap<string, Fit>; readonly isDone: boolean } {
  const session = useSession()
  const [fits, setFits] = useState<ReadonlyMap<string, Fit>>(new Map())
  const [key] = [JSON.stringify(place)]

  useEffect(() => {
    if (key === 'null') return
    const asked = JSON.parse(key) as Place
    const known = new Map<string, Fit>()
    const left = [...names]
    let frame = 0
    const go = () => {
      const began = performance.now()
      do {
        const name = left.shift()
        if (name === undefined) break
        known.set(name, session.fit(name, asked))
      } while (performance.now() - began < slice)
      setFits(new Map(known))
      if (left.length > 0) frame = requestAnimationFrame(go)
    }
    go()
    return () => cancelAnimationFrame(frame)
  }, [session, key, names])

  return { fits, isDone: fits.size >= names.length }
}
