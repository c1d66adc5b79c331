/** Blocks one can write in a row, under every name a list should offer. */
import type { Report } from '../../graph-core/analysis'
import type { Library } from '../../graph-core/symbolic'
import { paletteEntries } from '../palette/entries'

export interface BlockName {
  readonly name: string
  /** What it is, in the language of the window. */
  readonly label: string
}

/** The palette's blocks and their other published forms, by name. */
export function blockNames(library: Library, report: Pick<Report, 'target'>, language: string): readonly BlockName[] {
  const isChinese = language.startsWith('zh')
  return paletteEntries(library, report)
    .flatMap(({ name, forms, summary, zh }) => {
      const label = isChinese && zh !== undefined ? `${zh.name} · ${zh.summary}` : summary
      return [name, ...forms].map((each) => ({ name: each, label }))
    })
    .sort((a, b) => a.name.localeCompare(b.name))
}
