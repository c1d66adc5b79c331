/** A replacement in rows, as data: the window does it, and the analyst tries it on a copy first. */
import type { Session } from '../session'
import { type Query, patternOf } from './query'

/** `block`: rows become another block. `values`: what is found in arguments is written otherwise. */
export type Replacement =
  | { readonly kind: 'block'; readonly rows: readonly number[]; readonly module: string }
  | { readonly kind: 'values'; readonly rows: readonly number[]; readonly query: Query; readonly by: string }

/** Does it as one step; false where it is refused, or where there is nothing to do. */
export function replace(session: Session, replacement: Replacement): boolean {
  if (replacement.rows.length === 0) return false
  if (replacement.kind === 'block') return session.replaceModule(replacement.rows, replacement.module)
  const { query, by, rows } = replacement
  const pattern = patternOf(query)
  if (pattern === null) return false
  // In a text that is meant as it is, `$1` is no group.
  return session.rewriteArguments(rows, (text) => (query.isRegex ? text.replace(pattern, by) : text.replace(pattern, () => by)))
}
