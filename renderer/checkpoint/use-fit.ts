/** What of a checkpoint a model takes, before anything is run: its table is read, the rest is names and shapes. */
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { buildModel } from '../../graph-core/analysis'
import { foldedPairs } from '../../graph-core/onnx/folded-pairs'
import { type LoadReport, matchByName } from '../../graph-core/onnx/load-by-name'
import { namedModules } from '../../graph-core/onnx/model-export'
import type { Sized } from '../../graph-core/onnx/unfold-batch-norm'
import type { UserFile, WeightSource } from '../../main/contract/host'
import { HostError } from '../../main/contract/host-error'
import type { Caller } from '../app/bulk'
import { useSession, useSnapshot } from '../app/use-session'
import { type CheckpointSummary, readTable } from './read-table'

/** Of the chosen weights. */
export type Fit =
  /** Starting values fit always. */
  | { readonly status: 'none' }
  | { readonly status: 'reading' }
  | { readonly status: 'failed'; readonly error: HostError }
  | { readonly status: 'known'; readonly report: LoadReport; readonly shapes: Shapes }

export type Shapes = ReadonlyMap<string, Sized>

interface Table {
  readonly file: UserFile
  readonly found: { readonly format: CheckpointSummary['format']; readonly shapes: Shapes } | HostError
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
  return report === null ? { status: 'reading' } : { status: 'known', report, shapes: table.found.shapes }
}

async function readShapes(host: Caller, file: UserFile, signal: AbortSignal) {
  const summary = await host.call('checkpoint.open', { file }, { signal })
  try {
    const tensors = await readTable(host, summary, signal)
    return { format: summary.format, shapes: new Map(tensors.map(({ name, shape }) => [name, { shape }])) }
  } finally {
    // Where there is no line any more, there is nothing to close.
    await host.call('checkpoint.close', { checkpoint: summary.checkpoint }).catch((error: unknown) => {
      if (!(error instanceof HostError)) throw error
    })
  }
}

function useReport(table: { readonly format: CheckpointSummary['format']; readonly shapes: Shapes } | null): LoadReport | null {
  const { library } = useSession()
  // Typing goes first.
  const { document, report } = useDeferredValue(useSnapshot())
  return useMemo(() => {
    if (table === null) return null
    const { target, scale, imgsz, issues } = report
    const model = buildModel(document, library, { target, ...(scale === '' ? {} : { scale }) })
    if (table.format !== 'onnx') return matchByName(table.shapes, namedModules(model))
    const isWhole = !issues.some(({ severity }) => severity === 'error')
    return matchByName(table.shapes, namedModules(model), { pairs: isWhole ? foldedPairs(model, [imgsz[0], imgsz[1]]) : [] })
  }, [table, document, library, report])
}
