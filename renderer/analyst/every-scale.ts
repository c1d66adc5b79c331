/** A model at every scale it has: what its rows are there, and the totals. */
import { type Report, analyze } from '../../graph-core/analysis'
import { dialectOf, readHeader } from '../../graph-core/dialects'
import { atSize, isSized, sizeLetters } from '../../graph-core/dialects/sizes'
import { type Library, printArg } from '../../graph-core/symbolic'
import { readDocument } from '../../graph-core/yaml/parse'
import { shapeText } from '../app/format'
import type { AtScale, EveryScaleQuestion, RowAtScale } from './question'

/** One entry a scale, in the file's order; one without a name where the file has none. */
export function everyScale(library: Library, { model, target, imgsz }: EveryScaleQuestion): readonly AtScale[] {
  const document = readDocument(model.text, { path: model.name })
  const told = (scale: string, report: Report): AtScale => ({
    scale,
    totals: report.fused === null ? null : report.totals,
    rows: report.rows.map(rowAtScale),
  })
  const options = { target, imgsz }
  if (isSized(document)) {
    const sized = (size: string) => readDocument(atSize(model.text, size), { path: model.name })
    return sizeLetters.map((scale) => told(scale, analyze(sized(scale), library, options)))
  }
  const { scales } = readHeader(document, { dialect: dialectOf(target) }).header
  if (scales.length === 0) return [told('', analyze(document, library, options))]
  return scales.map((scale) => told(scale, analyze(document, library, { ...options, scale })))
}

const rowAtScale = ({ n, args, out, params, gflops, macs }: Report['rows'][number]): RowAtScale => ({
  n,
  args: printArg(args),
  out: shapeText(out),
  params,
  gflops: gflops ?? (2 * macs) / 1e9,
})
