/** An inside as what is to be arranged: cards as large as their words, lines with room for their shape. */
import type { Inside } from '../../graph-core/inside'
import type { Loose } from '../../graph-core/inside/arrange'
import { shapesText } from '../../graph-core/inside/label'
import type { Words } from './words'

/** Widths of letters in pixels; generous, since fonts differ. */
const letter = { title: 8.3, path: 6.9, line: 7, shape: 7.2 }
const [narrowest, widest] = [96, 280]
/** Cards keep their size while numbers change by a digit. */
const step = 12

const wide = (text: string, each: number) => [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 12.5 : each), 0)

/** The size of a card. */
export function cardSize({ title, path, lines }: Words): { readonly width: number; readonly height: number } {
  const first = wide(title, letter.title) + (path === '' ? 0 : wide(path, letter.path) + 10)
  const needed = Math.max(first, ...lines.map((line) => wide(line, letter.line))) + 26
  const width = Math.min(widest, Math.max(narrowest, Math.ceil(needed / step) * step))
  return { width, height: 26 + 16 * lines.filter((line) => line !== '').length }
}

/** The cards and lines of an inside; `words` are those of its nodes. */
export function looseOf({ nodes, edges }: Inside, words: readonly Words[]): Loose {
  return {
    cards: nodes.map(({ id }, i) => ({ id, ...cardSize(words[i]!) })),
    lines: edges.map(({ from, to, shape }) => ({
      from,
      to,
      words: { width: Math.ceil(wide(shapesText([shape]), letter.shape) / step) * step + step, height: 16 },
    })),
  }
}
