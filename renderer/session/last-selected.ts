import type { Snapshot } from './snapshot'

/** The row that was selected last; -1 where none is. */
export const lastSelected = ({ layout, selection }: Pick<Snapshot, 'layout' | 'selection'>): number =>
  layout.indexOf.get(selection.at(-1) ?? '') ?? -1
