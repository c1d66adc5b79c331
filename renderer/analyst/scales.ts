/** Totals of two models at every scale. */
import type { Library } from '../../graph-core/symbolic'
import { atScales } from './at-scales'
import type { Question, ScaleTotals } from './question'

/** One entry a scale that both have, in the later model's order; one entry without a name where they have none in common. */
export function totalsAtScales(
  library: Library,
  { before, after, ...options }: Extract<Question, { readonly kind: 'scales' }>,
): readonly ScaleTotals[] {
  const [was, is] = [atScales(library, before, options), atScales(library, after, options)]
  const shared = was.isSized === is.isSized ? is.scales.filter((scale) => was.scales.includes(scale)) : []
  if (shared.length === 0) return [{ scale: '', before: was.at().totals, after: is.at().totals }]
  return shared.map((scale) => ({ scale, before: was.at(scale).totals, after: is.at(scale).totals }))
}
