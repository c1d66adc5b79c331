/** What rows declare at every scale of a file, without building anything. */
import { dialectOf, readHeader, recogniseDialect } from '../dialects'
import type { Document } from '../document/types'
import type { Library } from '../symbolic'
import { planRows } from './plan'
import type { RowReport } from './report'

/** The channels each row notes for later rows, by scale; under '' in a file without scales. */
export function declaredAtScales(
  document: Document,
  library: Library,
  target?: string,
): ReadonlyMap<string, readonly RowReport['declared'][]> {
  const dialect = (target === undefined ? undefined : dialectOf(target)) ?? recogniseDialect(document)
  const { scales } = readHeader(document, { dialect }).header
  return new Map(
    (scales.length > 0 ? scales : ['']).map((scale) => {
      const { header } = readHeader(document, { dialect, scale })
      const plans = planRows(document, { library, dialect, header }, () => undefined)
      return [scale, plans.map((plan) => (plan.definition === null ? null : plan.declared))]
    }),
  )
}
