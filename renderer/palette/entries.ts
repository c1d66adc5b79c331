/** The blocks one can insert under a target, and how they are found. */
import type { Report } from '../../graph-core/analysis'
import { canName, dialectOf } from '../../graph-core/dialects'
import type { About, Library } from '../../graph-core/symbolic'
import { type Category, categories, categoryOf } from '../app/category'

export { type Query, parseQuery } from './parse-query'
export { searchEntries } from './search'

export interface Entry {
  /** As a row writes it. */
  readonly name: string
  readonly category: Category
  readonly summary: string
  /** Whether the target finds it by its name; else a file that uses it needs the block's code beside it. */
  readonly isNamed: boolean
  /** Other names files use for it, and the names of its other published forms. */
  readonly aliases: readonly string[]
  /** Its other published forms, which are among the aliases. */
  readonly forms: readonly string[]
  /** Its name and summary in Chinese. */
  readonly zh?: { readonly name: string; readonly summary: string }
  /** The title of the paper it is from. */
  readonly paper?: string
  /** All that is said of it; layers of torch have torch's pages. */
  readonly about?: About
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
      forms: formsOf(block.blockName),
      ...(definition.about?.zh === undefined ? {} : { zh: definition.about.zh }),
      ...(definition.about?.paper === undefined ? {} : { paper: definition.about.paper }),
      ...(definition.about === undefined ? {} : { about: definition.about }),
    }))
  const layers = library.layers.map(({ definition }): Entry => ({
    name: `nn.${definition.name}`,
    category: 'layer',
    summary: '',
    isNamed: true,
    aliases: [],
    forms: [],
  }))
  const order = (entry: Entry) => categories.indexOf(entry.category)
  return [...blocks, ...layers].sort((a, b) => order(a) - order(b) || a.name.localeCompare(b.name))
}
