import type { Splice } from '../../main/contract/host'
import { difference } from '../../graph-core/document/update-text'

/** The edit between two texts, as the journal takes it. */
export const splicesBetween = (before: string, after: string): Splice[] =>
  difference(before, after).map(({ start, removed, inserted }) => ({ at: start, remove: removed.length, insert: inserted }))
