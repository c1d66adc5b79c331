import { useEffect, useState } from 'react'
import type { AtScale } from '../analyst/question'
import { useApp } from '../app/use-app'
import { useSnapshot } from '../app/use-session'

/** Milliseconds of rest after an edit before all scales are read again. */
const pause = 300

export interface EveryScale {
  readonly scales: readonly AtScale[] | undefined
  /** Whether they are of an earlier text, while newer ones are read. */
  readonly isOld: boolean
}

/** The model at every scale it has; not read while `isWanted` is false. */
export function useEveryScale(isWanted = true): EveryScale {
  const reader = useApp().scales
  const { document, report, isBroken } = useSnapshot()
  const [read, setRead] = useState<{ readonly of: object; readonly target: string; readonly scales: readonly AtScale[] }>()
  const { target } = report
  const [height, width] = report.imgsz
  useEffect(() => {
    if (isBroken || !isWanted) return
    let isCurrent = true
    const ask = async () => {
      const model = { name: document.path ?? '', text: document.text }
      const scales = await reader.read({ model, target, imgsz: [height, width] })
      if (isCurrent) setRead({ of: document, target, scales })
    }
    const timer = setTimeout(() => void ask(), pause)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [reader, document, target, height, width, isBroken, isWanted])
  return { scales: read?.scales, isOld: read?.of !== document || read.target !== target }
}
