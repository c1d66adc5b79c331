import type { Snapshot } from '../session'
import { comparisonOf } from './comparison'

/** How a row differs from the other model, of that name. */
export interface Mark {
  readonly kind: 'added' | 'changed'
  readonly name: string
}

/**
 * The rows to mark on the canvas, by index: compared with another model, those that it lacks or has otherwise. A row that only reads a new one
 * is not marked, and neither is an edit since the model was opened: whoever makes it sees it.
 */
export function marksOf({ comparedTo, document }: Pick<Snapshot, 'comparedTo' | 'document'>): ReadonlyMap<number, Mark> {
  const { name } = comparedTo
  if (name === undefined) return new Map()
  return new Map(
    comparisonOf(comparedTo.document, document).rows.flatMap(({ kind, after, cells }): [number, Mark][] => {
      if (after === null) return []
      if (kind === 'added') return [[after, { kind, name }]]
      return cells.some((cell) => cell !== 'from' && cell !== 'section') ? [[after, { kind: 'changed', name }]] : []
    }),
  )
}
