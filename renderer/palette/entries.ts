/** The blocks one can insert under a target, and how they are found. */
import type { Report } from '../../graph-core/analysis'
import { canName, dialectOf } from '../../graph-core/dialects'
import type { Library } from '../../graph-core/symbolic'
import { type Category, categories, categoryOf } from '../app/category'

export { type Query, parseQuery } from './parse-query'

export interface Entry {
  /** As a row writes it. */
  readonly name: string
  readonly category: Category
  readonly summary: string
  /** Whether the target finds it by its name; else a file that uses it needs the block's code beside it. */
  readonly isNamed: boolean
  /** Other names files use for it, and the names of its other published forms. */
  readonly aliases: readonly string[]
  /** Its name and summary in Chinese. */
  readonly zh?: { readonly name: string; readonly summary: string }
}

/** What the palette offers, by category and name. Parts of heads stand in no row and are left out. */
export function paletteEntries(library: Library, report: Pick<Report, 'target'>): Entry[] {
  const dialect = dialectOf(report.target)!
  const all = library.blocks
    .filter((block) => dialect.libraries.includes(block.library) && block.isIn(dialect.target))
    .map((block) => ({ block, definition: block.forTarget(dialect.target) }))
    .filter(({ definition }) => definition.about !== undefined && definition.about.category !== 'head part')
  const formsOf = (name: string) => all.filter(({ definition }) => definition.about?.form?.of === name).map(({ block }) => block.blockName)
  const blocks = all
    .filter(({ definition }) => definition.about?.form === undefined)
    .map(({ block, definition }): Entry => ({
      name: block.blockName,
      category: categoryOf(definition),
      summary: definition.about?.summary ?? '',
      isNamed: canName(dialect, definition),
      aliases: [...block.aliases, ...formsOf(block.blockName)],
      ...(definition.about?.zh === undefined ? {} : { zh: definition.about.zh }),
    }))
  const layers = library.layers.map(({ definition }): Entry => ({
    name: `nn.${definition.name}`,
    category: 'layer',
    summary: '',
    isNamed: true,
    aliases: [],
  }))
  const order = (entry: Entry) => categories.indexOf(entry.category)
  return [...blocks, ...layers].sort((a, b) => order(a) - order(b) || a.name.localeCompare(b.name))
}

/** Entries that match what was typed: first by name, then by alias, category in any language, and summary. */
export function searchEntries(
  entries: readonly Entry[],
  query: string,
  words: (category: Category) => readonly string[],
): readonly Entry[] {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return entries
  const rank = ({ name, aliases, category, summary, zh }: Entry): number => {
    const lower = name.toLowerCase().replace(/^nn\./, '')
    if (lower === wanted) return 0
    if (lower.startsWith(wanted)) return 1
    const names = [lower, ...aliases, zh?.name ?? '']
    if (names.some((each) => each.toLowerCase().includes(wanted))) return 2
    if (words(category).some((word) => word.toLowerCase().includes(wanted))) return 3
    return [summary, zh?.summary ?? ''].some((text) => text.toLowerCase().includes(wanted)) ? 4 : 5
  }
  return entries
    .map((entry) => ({ entry, rank: rank(entry) }))
    .filter((each) => each.rank < 5)
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry)
}
