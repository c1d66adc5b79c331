/**
 * Where in a row a place of the text is, while the row is still being written: told from the brackets, quotes and commas before it, since
 * a row without its end is no YAML yet.
 */

/** The cells of a row, in order. */
export const cellNames = ['from', 'repeats', 'module', 'args'] as const
export type CellName = (typeof cellNames)[number]

export interface RowPlace {
  readonly cell: CellName
  /** Which item of the cell's list; 0 where the cell is no list. */
  readonly item: number
  /** How many lists deep inside the cell: 0 for a bare value, 1 for an item of `args`, 2 for an item of a list among them. */
  readonly depth: number
  /** What is written of the value so far, without an opening quote. */
  readonly typed: string
  /** The quote the place is inside of, or ''. */
  readonly quote: string
  /** Brackets that are open, those around the rows among them, the outermost first. */
  readonly open: string
  /** Where the row begins. */
  readonly start: number
}

/** A row that takes more lines is not looked for. */
const mostLines = 40

/** The place in a row at an offset of the editor's text, with the names of the lists that hold rows; undefined where no row is being written. */
export function rowPlace(text: string, offset: number, sections: readonly string[]): RowPlace | undefined {
  const before = text.slice(0, offset)
  const lines = before.split('\n')
  const section = lines.findLastIndex((line) => /^[\w"']/.test(line))
  const name = section < 0 ? undefined : /^["']?(\w+)["']?\s*:/.exec(lines[section]!)?.[1]
  if (name === undefined || !sections.includes(name)) return undefined
  const nearest = (pattern: RegExp) => {
    const line = lines.findLastIndex((each, k) => k >= Math.max(section, lines.length - mostLines) && pattern.test(each))
    return line < 0 ? undefined : { line, indent: pattern.exec(lines[line]!)![0].length }
  }
  const dash = nearest(/^\s*-\s+(?=\[)/)
  const first = dash ?? nearest(/^\s*(?=\[)|^["']?\w+["']?\s*:\s*(?=\[)/)
  if (first === undefined) return undefined
  const start = before.length - lines.slice(first.line).join('\n').length + first.indent
  // In `[[…], […]]` the outer list is that of the rows.
  return placeInside(before, start, dash === undefined && opensSection(lines, first.line, section) ? 1 : 0)
}

/** Whether the first bracket of a line is that of the list of rows, since nothing but its key stands before it. */
function opensSection(lines: readonly string[], first: number, section: number): boolean {
  return lines.slice(section + 1, first).every((line) => /^\s*(#.*)?$/.test(line))
}

function placeInside(text: string, from: number, outer: number): RowPlace | undefined {
  let open = ''
  let start = from
  let commas: number[] = []
  let value = from
  let quote = ''
  for (let k = from; k < text.length; k++) {
    const c = text[k]!
    if (quote !== '') {
      if (c === '\\' && quote === '"') k++
      else if (c === quote) quote = ''
      continue
    }
    const isFirst = text.slice(value, k).trim() === ''
    if ((c === '"' || c === "'") && isFirst) {
      quote = c
      value = k + 1
    } else if (c === '#' && /\s/.test(text[k - 1] ?? ' ')) {
      while (k + 1 < text.length && text[k + 1] !== '\n') k++
      if (k + 1 === text.length) return undefined
      value = k + 1
    } else if (c === '[' || c === '{') {
      open += c
      if (open.length === outer + 1) start = k
      commas.push(0)
      value = k + 1
    } else if (c === ']' || c === '}') {
      open = open.slice(0, -1)
      commas = commas.slice(0, -1)
      if (open === '') return undefined
      value = k + 1
    } else if (c === ',') {
      commas[commas.length - 1]!++
      value = k + 1
    }
  }
  const cell = cellNames[commas[outer] ?? -1]
  if (cell === undefined) return undefined
  const depth = open.length - outer - 1
  const typed = quote === '' ? text.slice(value).trimStart() : text.slice(value)
  return { cell, item: commas[outer + 1] ?? 0, depth, typed, quote, open, start }
}

/** The text up to a place in a row, with the row ended there. */
export const endedAt = (text: string, offset: number, { quote, open }: RowPlace): string =>
  text.slice(0, offset) +
  quote +
  [...open]
    .reverse()
    .map((c) => (c === '[' ? ']' : '}'))
    .join('')
