/** Totals of two models at every scale. A file of YOLOv5's holds one size and says the others by two numbers. */
import { analyze } from '../../graph-core/analysis'
import { readHeader } from '../../graph-core/dialects'
import { atSize, isSized, sizeLetters } from '../../graph-core/dialects/sizes'
import type { Document } from '../../graph-core/document'
import type { Library } from '../../graph-core/symbolic'
import { readDocument } from '../../graph-core/yaml/parse'
import type { ModelText, Question, ScaleTotals } from './question'

/** One entry a scale that both have, in the later model's order; one entry without a name where they have none in common. */
export function totalsAtScales(
  library: Library,
  { before, after, target, imgsz }: Extract<Question, { readonly kind: 'scales' }>,
): readonly ScaleTotals[] {
  const [was, is] = [before, after].map(({ name, text }) => readDocument(text, { path: name })) as [Document, Document]
  const totals = (document: Document, scale?: string) =>
    analyze(document, library, { target, imgsz, ...(scale === undefined ? {} : { scale }) }).totals
  if (isSized(was) && isSized(is)) {
    const sized = ({ name, text }: ModelText, size: string) => totals(readDocument(atSize(text, size), { path: name }))
    return sizeLetters.map((scale) => ({ scale, before: sized(before, scale), after: sized(after, scale) }))
  }
  const known = scalesOf(was)
  const shared = scalesOf(is).filter((scale) => known.includes(scale))
  if (shared.length === 0) return [{ scale: '', before: totals(was), after: totals(is) }]
  return shared.map((scale) => ({ scale, before: totals(was, scale), after: totals(is, scale) }))
}

const scalesOf = (document: Document) => readHeader(document).header.scales
