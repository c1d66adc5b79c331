/** A model at every scale it has: what its rows are there, and the totals. */
import type { Report } from '../../graph-core/analysis'
import { type Library, printArg } from '../../graph-core/symbolic'
import { shapeText } from '../app/format'
import { atScales } from './at-scales'
import type { AtScale, EveryScaleQuestion, RowAtScale } from './question'

/** One entry a scale, in the file's order; one without a name where the file has none. */
export function everyScale(library: Library, { model, ...options }: EveryScaleQuestion): readonly AtScale[] {
  const { scales, at } = atScales(library, model, options)
  const told = (scale: string, report: Report): AtScale => ({
    scale,
    totals: report.fused === null ? null : report.totals,
    rows: report.rows.map(rowAtScale),
  })
  return scales.length === 0 ? [told('', at())] : scales.map((scale) => told(scale, at(scale)))
}

const rowAtScale = ({ n, args, out, params, gflops, macs }: Report['rows'][number]): RowAtScale => ({
  n,
  args: printArg(args),
  out: shapeText(out),
  params,
  gflops: gflops ?? (2 * macs) / 1e9,
})
