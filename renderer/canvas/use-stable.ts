import { useLayoutEffect, useRef, useState } from 'react'

type Handlers = Readonly<Record<string, unknown>>

/**
 * The same handlers from one drawing to the next, each doing what the latest one does. React Flow draws every card and every link again when it is
 * given another function, which would be at every move of a drag.
 */
export function useStable<T extends Handlers>(handlers: T): T {
  const latest = useRef<Handlers>(handlers)
  useLayoutEffect(() => {
    latest.current = handlers
  })
  const [stable] = useState(() =>
    Object.fromEntries(
      Object.keys(handlers)
        .filter(isHandler)
        .map((key) => [key, (...args: unknown[]) => (latest.current[key] as (...all: unknown[]) => unknown)(...args)]),
    ),
  )
  return { ...handlers, ...stable }
}

/** `onConnect`, `isValidConnection`; components and values pass as they are. */
const isHandler = (key: string) => /^(on|is)[A-Z]/.test(key)
