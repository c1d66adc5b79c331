/** What one looks for in a model, and the rows that hold it. */
import { type Document, moduleName } from '../../graph-core/document'
import { nodeTitles } from '../layout'

export interface Query {
  readonly text: string
  readonly isRegex: boolean
  readonly isCaseSensitive: boolean
}

/** The expression a query means, for all places in a text; null where it means nothing, or is none. */
export function patternOf({ text, isRegex, isCaseSensitive }: Query): RegExp | null {
  if (text.trim() === '') return null
  try {
    return new RegExp(isRegex ? text : text.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), isCaseSensitive ? 'gu' : 'giu')
  } catch {
    // Half of an expression, while it is typed.
    return null
  }
}

/** Rows whose block, its other names, title or arguments hold what is looked for, by index; `#12` means the row alone. */
export function findRows(document: Document, query: Query, namesOf: (module: string) => readonly string[] = () => []): readonly number[] {
  const number = query.isRegex ? null : /^#(\d+)$/.exec(query.text.trim())
  if (number !== null) return document.rows[Number(number[1])] === undefined ? [] : [Number(number[1])]
  const pattern = patternOf(query)
  if (pattern === null) return []
  const titles = nodeTitles(document)
  const holds = (text: string) => text.search(pattern) >= 0
  return document.rows.flatMap((row, i) => {
    const module = moduleName(row)
    return [module, titles.get(row.id) ?? '', row.argsCell.text, ...namesOf(module)].some(holds) ? [i] : []
  })
}
