/** The model of every table, parsed and analysed in one process; and an edit of the largest of them. */
import { analyze, createMemo } from '../graph-core/analysis'
import { apply, setArg } from '../graph-core/document'
import { builtin } from '../kernels'
import { documentOf } from '../tests/truth/compare-model'
import { families, tablesOf, type Table } from '../tests/truth/tables'
import { measure } from './harness'

const open = (table: Table) => documentOf(table)!
const optionsOf = ({ target }: Table) => ({ target })
const tables = families.flatMap(tablesOf)

// The first few warm the code up and are measured again below.
for (const table of tables.slice(0, 20)) analyze(open(table), builtin, optionsOf(table))
const times = tables.map((table) => {
  const start = performance.now()
  const { totals } = analyze(open(table), builtin, optionsOf(table))
  return { table, modules: totals.modules, ms: performance.now() - start }
})
const sorted = times.toSorted((a, b) => a.ms - b.ms)
const worst = sorted.slice(-3).reverse()
const ms = (value: number) => `${value.toFixed(1)} ms`
console.log(`
${tables.length} models of the tables, each parsed and analysed once in one process
  total   ${ms(times.reduce((sum, each) => sum + each.ms, 0))}
  median  ${ms(sorted[sorted.length >> 1]!.ms)}
  worst   ${worst.map(({ table, ms: took }) => `${ms(took)} (${table.name}, ${table.target})`).join(', ')}`)

const largest = times.toSorted((a, b) => b.modules - a.modules)[0]!
const row = open(largest.table).rows.findIndex((r) => r.module.value === 'Conv')

/** Edits the first Conv of the largest model; every run is one edit and its new report. */
function edits(values: readonly number[]) {
  const memo = createMemo()
  let [document, turn] = [open(largest.table), 0]
  analyze(document, builtin, optionsOf(largest.table), memo)
  return () => {
    const edit = setArg(document, row, 0, values[turn++ % values.length]!)
    if (!edit.ok) throw new Error(edit.issue.message)
    document = apply(document, edit.diff)
    return analyze(document, builtin, optionsOf(largest.table), memo)
  }
}

const options = { runs: 21, warmup: 6, sweeps: false }
const name = `${largest.table.name}, the most modules (${largest.modules}): its first Conv`
await measure(`${name} edited back and forth, new report`, edits([64, 80]), options)
await measure(`${name} edited to a value never seen`, edits(Array.from({ length: 64 }, (_, i) => 64 + 8 * i)), options)
