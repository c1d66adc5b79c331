/** What people type to add a block: its name and, behind it, what its row shall write: `c2f 128`, `conv 64 3 2`, `Conv(64, 3, 2)`. */
import type { NewValue } from '../../graph-core/document'

export interface Query {
  /** What to search for. */
  readonly name: string
  /** The cells of the new row, as far as they were typed. */
  readonly args: readonly NewValue[]
}

/** A value as Python writes it: a number, a word of Python's, a text in quotes, the beginning of a list. */
const literal = /(?:(-?(?:\d+\.?\d*|\.\d+))|(True|False|None)|'([^']*)'|"([^"]*)")(?=[\s,[\])]|$)|(\[)/iy

const words: { readonly [word: string]: NewValue } = { true: true, false: false, none: null }

/** Values one behind the other, from `at` on, until the text ends or a bracket closes; null where something else stands there. */
function readValues(text: string, at: number): { readonly values: NewValue[]; readonly end: number } | null {
  const values: NewValue[] = []
  for (;;) {
    at += /^[\s,]*/.exec(text.slice(at))![0].length
    if (at >= text.length || text[at] === ']' || text[at] === ')') return { values, end: at }
    literal.lastIndex = at
    const found = literal.exec(text)
    if (found === null) return null
    const [, number, word, single, double, list] = found
    at = literal.lastIndex
    if (list !== undefined) {
      const inner = readValues(text, at)
      if (inner === null) return null
      values.push(inner.values)
      at = inner.end + 1
    } else values.push(number !== undefined ? Number(number) : word !== undefined ? words[word.toLowerCase()]! : (single ?? double ?? ''))
  }
}

/** The values of a text that holds nothing else; brackets around all of them, as in a call or a row, may be there or not. */
function readArguments(text: string): readonly NewValue[] | null {
  const all = readValues(text, /^[([]/.test(text) ? 1 : 0)
  if (all === null || all.end >= text.length - 1) return all && all.values
  const bare = readValues(text, 0)
  return bare === null || bare.end < text.length ? null : bare.values
}

/** The name in a search and the arguments behind it: the name ends where nothing but values follow. */
export function parseQuery(query: string): Query {
  const text = query.trim()
  for (const gap of text.matchAll(/\s+|[([]/g)) {
    const args = gap.index === 0 ? null : readArguments(text.slice(gap.index).trimStart())
    if (args !== null) return { name: text.slice(0, gap.index).trim(), args }
  }
  return { name: text, args: [] }
}
