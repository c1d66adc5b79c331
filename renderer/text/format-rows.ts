/**
 * Even spacing in the lists of rows: one space behind a comma, none before it, none inside brackets. Nothing else moves: values, quotes,
 * comments, line breaks and columns that people made for themselves between rows stay.
 */
import type { Document, TextSplice } from '../../graph-core/document'

/** The splices that even the rows of a document out, in the order of the text; none where they are even. */
export function evenRows(document: Document): TextSplice[] {
  return document.rows.flatMap(({ cell }, i) => {
    const start = document.starts[i]! + cell.range[0]
    return cell.style === 'flow' ? evenList(document.text.slice(start, document.starts[i]! + cell.range[1]), start) : []
  })
}

/** The same for one list, which begins at `base`. */
function evenList(text: string, base: number): TextSplice[] {
  const splices: TextSplice[] = []
  let quote = ''
  let braces = 0
  for (let k = 0; k < text.length; k++) {
    const c = text[k]!
    if (quote !== '') {
      if (c === '\\' && quote === '"') k++
      else if (c === quote) quote = ''
      continue
    }
    if ((c === '"' || c === "'") && /[[{,:\s]$/.test(text.slice(0, k))) quote = c
    else if (c === '#' && /\s/.test(text[k - 1] ?? '')) k = endOfLine(text, k)
    else if (c === '{') braces++
    else if (c === '}') braces--
    // What a line begins with is its indentation.
    if (quote !== '' || braces > 0 || /\s/.test(c)) continue
    const gap = /^[ \t]*/.exec(text.slice(k + 1))![0]
    const next = text[k + 1 + gap.length] ?? ''
    const wanted = gapBetween(c, next, gap)
    if (wanted !== gap) splices.push({ start: base + k + 1, removed: gap, inserted: wanted })
    k += gap.length
  }
  return splices
}

/** What is to stand between two characters that have only `gap` between them. */
function gapBetween(before: string, next: string, gap: string): string {
  // The end of a line or a comment behind it is not ours.
  if (next === '' || /[\r\n#]/.test(next)) return gap
  if (before === ',') return next === ']' || next === ',' ? gap : ' '
  return before === '[' || next === ']' || next === ',' ? '' : gap
}

function endOfLine(text: string, from: number): number {
  const at = text.slice(from).search(/[\r\n]/)
  return at < 0 ? text.length : from + at - 1
}
