import { useMemo } from 'react'
import type { AtScale } from '../analyst/question'
import { useApp } from '../app/use-app'
import { useAtRest } from '../app/use-at-rest'
import { useSnapshot } from '../app/use-session'

export interface EveryScale {
  readonly scales: readonly AtScale[] | undefined
  /** Whether they are of an earlier text, while newer ones are read. */
  readonly isOld: boolean
}

/** The model at every scale it has; not read while `isWanted` is false. */
export function useEveryScale(isWanted = true): EveryScale {
  const reader = useApp().scales
  const { document, report, isBroken } = useSnapshot()
  const { target } = report
  const [height, width] = report.imgsz
  const ask = useMemo(() => {
    if (isBroken || !isWanted) return null
    const model = { name: document.path ?? '', text: document.text }
    return async () => ({ of: document, target, scales: await reader.read({ model, target, imgsz: [height, width] }) })
  }, [reader, document, target, height, width, isBroken, isWanted])
  const read = useAtRest(ask)
  return { scales: read?.scales, isOld: read?.of !== document || read.target !== target }
}
