import { useEffect, useState } from 'react'
import type { ScaleTotals } from '../analyst/question'
import { useApp } from '../app/use-app'
import { useSnapshot } from '../app/use-session'

/** Milliseconds of rest after an edit before all scales are read again. */
const pause = 400

/** Both models' totals at every scale; undefined until the first are there, the last ones while newer are read. */
export function useScales(): readonly ScaleTotals[] | undefined {
  const { analyst } = useApp()
  const { comparedTo, document, report, isBroken } = useSnapshot()
  const [scales, setScales] = useState<readonly ScaleTotals[]>()
  const [was, is] = [comparedTo.document, document]
  const { target } = report
  const [height, width] = report.imgsz
  useEffect(() => {
    if (isBroken) return
    let isWanted = true
    const ask = async () => {
      const model = (of: typeof was) => ({ name: of.path ?? '', text: of.text })
      const told = await analyst.ask({ kind: 'scales', before: model(was), after: model(is), target, imgsz: [height, width] })
      if (isWanted) setScales(told)
    }
    const timer = setTimeout(() => void ask(), pause)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [analyst, was, is, target, height, width, isBroken])
  return scales
}
