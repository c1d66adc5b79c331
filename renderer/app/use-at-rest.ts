import { useEffect, useState } from 'react'

/** Milliseconds without another question before one is asked. */
const pause = 300

/**
 * The answer to what is asked away from the window about a model that is edited; while a newer one is waited for, the last one.
 * `ask` is another function whenever it asks something else, null where nothing is to be asked.
 */
export function useAtRest<T>(ask: (() => Promise<T>) | null): T | undefined {
  const [answer, setAnswer] = useState<{ readonly is: T }>()
  useEffect(() => {
    if (ask === null) return
    let isCurrent = true
    const read = async () => {
      const is = await ask()
      if (isCurrent) setAnswer({ is })
    }
    const timer = setTimeout(() => void read(), pause)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [ask])
  return answer?.is
}
