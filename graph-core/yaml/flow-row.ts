import type { Cell, Problem } from '../document/types'
import { troubleWith } from './cells'
import { resolvePlain } from './scalars'

/**
 * A quick reader for the way nearly every row is written: one flow list on one line, plain or quoted scalars, nothing
 * that reaches outside it. It makes what the YAML library would make of the same text, and leaves to the library
 * (by answering null) everything that needs more: anchors, tags, comments, escapes, mappings, line breaks.
 */
export function readFlowRow(text: string, start: number): { cell: Cell; end: number; problems: Problem[] } | null {
  const problems: Problem[] = []
  let at = start

  function readList(depth: number): Cell | null {
    const open = at++
    const items: Cell[] = []
    for (;;) {
      skipSpaces()
      if (text[at] === ']') break
      const item = readItem(depth)
      if (!item) return null
      items.push(item)
      skipSpaces()
      if (text[at] === ',') at++
      else if (text[at] !== ']') return null
    }
    at++
    const value = items.map((item) => item.value)
    return { value, text: text.slice(open, at), range: [open - start, at - start], style: 'flow', isFloat: false, isAnchored: false, items }
  }

  function readItem(depth: number): Cell | null {
    const c = text[at]
    if (c === '[') return depth < 8 ? readList(depth + 1) : null
    const quoted = c === "'" ? singleQuoted : c === '"' ? doubleQuoted : null
    const pattern = quoted ?? plain
    pattern.lastIndex = at
    const written = pattern.exec(text)?.[0]
    if (written === undefined) return null
    const from = at
    at += written.length
    const range = [from - start, at - start] as const
    if (quoted) {
      const inner = written.slice(1, -1)
      const value = c === "'" ? inner.replaceAll("''", "'") : inner
      return { value, text: written, range, style: c === "'" ? 'single' : 'double', isFloat: false, isAnchored: false }
    }
    const { value, isFloat, trouble } = resolvePlain(written)
    if (trouble) {
      const [code, where, message] = troubleWith(trouble, written, range)
      problems.push({ code, range: where, message })
    }
    return { value, text: written, range, style: 'plain', isFloat, isAnchored: false }
  }

  function skipSpaces() {
    while (text[at] === ' ') at++
  }

  if (text[at] !== '[') return null
  const cell = readList(0)
  return cell && { cell, end: at, problems }
}

const singleQuoted = /'(?:[^'\r\n\t\0]|'')*'/y
const doubleQuoted = /"[^"\\\r\n\t\0]*"/y
/** Letters, digits and the signs that mean nothing to YAML inside a flow list; a minus may lead only when more follows. */
const plain = /(?:[A-Za-z0-9_.+/()~$^=;<]|-(?=[A-Za-z0-9_.+/(]))(?:[A-Za-z0-9_.+/()~$^=;<>*@-]| +(?=[A-Za-z0-9_.+/()~$^=;<>*@-]))*/y
