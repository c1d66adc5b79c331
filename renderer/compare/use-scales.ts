import { useMemo } from 'react'
import type { ScaleTotals } from '../analyst/question'
import { useApp } from '../app/use-app'
import { useAtRest } from '../app/use-at-rest'
import { useSnapshot } from '../app/use-session'

/** Both models' totals at every scale; undefined until the first are there, the last ones while newer are read. */
export function useScales(): readonly ScaleTotals[] | undefined {
  const { analyst } = useApp()
  const { comparedTo, document, report, isBroken } = useSnapshot()
  const [was, is] = [comparedTo.document, document]
  const { target } = report
  const [height, width] = report.imgsz
  const ask = useMemo(() => {
    if (isBroken) return null
    const model = (of: typeof was) => ({ name: of.path ?? '', text: of.text })
    return () => analyst.ask({ kind: 'scales', before: model(was), after: model(is), target, imgsz: [height, width] })
  }, [analyst, was, is, target, height, width, isBroken])
  return useAtRest(ask)
}
