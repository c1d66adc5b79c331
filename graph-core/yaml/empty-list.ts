import { isMap, isSeq, parseDocument, type Node, type Pair } from 'yaml'
import { endOfLine, lineBreakOf, startOfLine, type Insertion } from './layout'
import type { Change } from './splices'
import type { Document } from '../document/types'

/** A list of rows without rows, found in the text: `head:`, `head: []`. */
function findSection(text: string, name: string): { pair: Pair<Node, Node | null>; keyEnd: number } | null {
  const contents = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'error' })
    .contents as Node | null
  if (!isMap(contents)) return null
  const pair = contents.items.findLast((each) => String((each.key as { source?: unknown } | null)?.source) === name) as
    Pair<Node, Node | null> | undefined
  const keyEnd = pair?.key.range?.[1]
  return pair && keyEnd !== undefined ? { pair, keyEnd } : null
}

/** Puts the first row into a list; null when the key holds something else than an empty list. */
export function insertIntoEmpty(document: Document, name: string, row: string): Insertion | null {
  const { text } = document
  const found = findSection(text, name)
  if (!found) return null
  const { pair, keyEnd } = found
  const lead = `${lineBreakOf(text)}${text.slice(startOfLine(text, keyEnd), keyEnd).match(/^ */)![0]}  - `
  if (isSeq(pair.value) && pair.value.flow && pair.value.items.length === 0) {
    const [start, end] = pair.value.range!
    // `head: []` becomes a list of lines; where more stands on that line, the row goes between the brackets.
    const isAlone = /^ *:\s*$/.test(text.slice(keyEnd, start)) && text.slice(end, endOfLine(text, end)).trim() === ''
    if (isAlone) return { range: [text.indexOf(':', keyEnd) + 1, end], inserted: lead + row, rowAt: lead.length }
    return { range: [start + 1, start + 1], inserted: row, rowAt: 0 }
  }
  const isNothing = pair.value === null || pair.value.range![0] === pair.value.range![1]
  if (!isNothing) return null
  const at = endOfLine(text, keyEnd)
  return { range: [at, at], inserted: lead + row, rowAt: lead.length }
}

/** What makes an empty list of a block list whose last row goes: `head:` alone would be null to Python. */
export function markEmpty(document: Document, name: string): Change | null {
  const found = findSection(document.text, name)
  const colon = found ? document.text.indexOf(':', found.keyEnd) : -1
  return colon < 0 ? null : { range: [colon + 1, colon + 1], inserted: ' []' }
}
