/** What of a checkpoint a model takes: its table is read, and the analyst asked how that fits, since a whole model is built to say it. */
import { useEffect, useMemo, useState } from 'react'
import type { LoadReport } from '../../graph-core/onnx/load-by-name'
import type { UserFile, WeightSource } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import type { Caller } from '../app/bulk'
import type { FitQuestion } from '../analyst/question'
import { useApp } from '../app/use-app'
import { useAtRest } from '../app/use-at-rest'
import { useSnapshot } from '../app/use-session'
import { readTable } from './read-table'

/** Of the chosen weights. */
export type Fit =
  /** Starting values fit always. */
  | { readonly status: 'none' }
  | { readonly status: 'reading' }
  | { readonly status: 'failed'; readonly error: HostError }
  | { readonly status: 'known'; readonly report: LoadReport }

type Found = Pick<FitQuestion, 'isNetwork' | 'shapes'>

interface Table {
  readonly file: UserFile
  readonly found: Found | HostError
}

/** How the chosen weights fit the model that is looked at, as it is now. */
export function useFit(host: Caller, source: WeightSource): Fit {
  const [table, setTable] = useState<Table | null>(null)
  const file = 'seed' in source ? null : source
  useEffect(() => {
    if (file === null) return
    const giveUp = new AbortController()
    readShapes(host, file, giveUp.signal).then(
      (found) => setTable({ file, found }),
      (error: unknown) => {
        if (giveUp.signal.aborted) return
        if (!(error instanceof HostError)) throw error
        setTable({ file, found: error })
      },
    )
    return () => giveUp.abort()
  }, [host, file])
  const known = table !== null && table.file === file && !(table.found instanceof HostError) ? table.found : null
  const report = useReport(known)
  if (file === null) return { status: 'none' }
  if (table?.file !== file) return { status: 'reading' }
  if (table.found instanceof HostError) return { status: 'failed', error: table.found }
  return report === null ? { status: 'reading' } : { status: 'known', report }
}

async function readShapes(host: Caller, file: UserFile, signal: AbortSignal): Promise<Found> {
  const summary = await host.call('checkpoint.open', { file }, { signal })
  try {
    const tensors = await readTable(host, summary, signal)
    return { isNetwork: summary.format === 'onnx', shapes: new Map(tensors.map(({ name, shape }) => [name, { shape }])) }
  } finally {
    // Where there is no line any more, there is nothing to close.
    await host.call('checkpoint.close', { checkpoint: summary.checkpoint }).catch((error: unknown) => {
      if (!(error instanceof HostError)) throw error
    })
  }
}

/** The report of the model as it is now, or as it was when the last one was made of this table. */
function useReport(table: Found | null): LoadReport | null {
  const { analyst } = useApp()
  const { document, report, isBroken } = useSnapshot()
  const { target, scale } = report
  const [height, width] = report.imgsz
  const ask = useMemo(() => {
    if (table === null || isBroken) return null
    const model = { name: document.path ?? '', text: document.text }
    const question = { kind: 'fit', model, target, scale, imgsz: [height, width], ...table } as const
    return async () => ({ of: table, report: await analyst.ask(question) })
  }, [analyst, table, document, target, scale, height, width, isBroken])
  const answer = useAtRest(ask)
  return answer === undefined || answer.of !== table ? null : answer.report
}
