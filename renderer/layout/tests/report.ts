/** The table of `npm run layout-report`: what is wrong with a picture, and how large it is. */
import { analyze } from '../../../graph-core/analysis'
import { readDocument } from '../../../graph-core/yaml/parse'
import { builtin } from '../../../kernels'
import { layoutModel } from '..'
import { countCrossings, overlapsOf, sharedLines, throughCards, totalLength } from '../quality'
import { stockModels } from './stock-models'

const columns = ['rows', 'overlaps', 'through', 'shared', 'crossings', 'width', 'height', 'aspect', 'length'] as const

/** Prints the table and its totals; false where a card lies on another or a link goes through one. */
export function reportLayouts(words: readonly string[]): boolean {
  const lines = stockModels
    .filter(([name]) => words.length === 0 || words.some((word) => name.includes(word)))
    .map(([name, text]) => ({ name, values: valuesOf(name, text) }))
  if (lines.length === 0) throw new Error(`no template or recipe matches ${words.join(' ')}`)
  const wide = Math.max(...lines.map(({ name }) => name.length))
  const print = (name: string, cells: readonly string[]) => console.log(name.padEnd(wide) + cells.map((cell) => cell.padStart(10)).join(''))
  const numbers = (values: Values) => columns.map((c) => (c === 'aspect' ? values[c].toFixed(2) : String(Math.round(values[c]))))
  print('', columns)
  for (const { name, values } of lines) print(name, numbers(values))
  const total = Object.fromEntries(columns.map((c) => [c, lines.reduce((sum, { values }) => sum + values[c], 0)])) as Values
  print(`${lines.length} models`, numbers({ ...total, aspect: total.aspect / lines.length }))
  return total.overlaps === 0 && total.through === 0
}

type Values = Record<(typeof columns)[number], number>

function valuesOf(path: string, text: string): Values {
  const report = analyze(readDocument(text, { path: path.split('/').at(-1)! }), builtin)
  const layout = layoutModel(report)
  const { width, height } = layout.bounds
  return {
    rows: report.rows.length,
    overlaps: overlapsOf(layout).length,
    through: throughCards(layout).length,
    shared: sharedLines(layout).length,
    crossings: countCrossings(layout),
    width,
    height,
    aspect: width / height,
    length: totalLength(layout),
  }
}
