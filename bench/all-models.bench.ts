/** Every template at every scale it has, analysed in one process; and an edit of the largest of them. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { analyze, createMemo } from '../graph-core/analysis'
import { readHeader } from '../graph-core/dialects'
import { apply, setArg } from '../graph-core/document'
import { parse } from '../graph-core/yaml/parse'
import { builtin } from '../kernels'
import { measure } from './harness'

const models = readdirSync('assets/models', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .flatMap((file) => {
    const text = readFileSync(join('assets/models', file), 'utf8')
    const { scales } = readHeader(parse(text, { path: file }).document).header
    return (scales.length > 0 ? scales : [undefined]).map((scale) => ({ name: `${file} ${scale ?? ''}`.trim(), text, file, scale }))
  })

const open = ({ text, file }: (typeof models)[number]) => parse(text, { path: file }).document
const optionsOf = ({ scale }: (typeof models)[number]) => (scale === undefined ? {} : { scale })

// The first few warm the code up and are measured again below.
for (const model of models.slice(0, 20)) analyze(open(model), builtin, optionsOf(model))
const times = models.map((model) => {
  const start = performance.now()
  const { totals } = analyze(open(model), builtin, optionsOf(model))
  return { ...model, modules: totals.modules, ms: performance.now() - start }
})
const sorted = times.toSorted((a, b) => a.ms - b.ms)
const worst = sorted.at(-1)!
console.log(
  `\n${times.length} models, parsed and analysed once each: ${times.reduce((sum, { ms }) => sum + ms, 0).toFixed(0)} ms in all, ` +
    `median ${sorted[sorted.length >> 1]!.ms.toFixed(1)} ms, worst ${worst.ms.toFixed(1)} ms (${worst.name})`,
)

const largest = times.toSorted((a, b) => b.modules - a.modules)[0]!
const row = open(largest).rows.findIndex((r) => r.module.value === 'Conv')

/** Edits the first Conv of the largest model; every run is one edit and its new report. */
function edits(values: readonly number[]) {
  const memo = createMemo()
  let [document, turn] = [open(largest), 0]
  analyze(document, builtin, optionsOf(largest), memo)
  return () => {
    const edit = setArg(document, row, 0, values[turn++ % values.length]!)
    if (!edit.ok) throw new Error(edit.issue.message)
    document = apply(document, edit.diff)
    return analyze(document, builtin, optionsOf(largest), memo)
  }
}

const options = { runs: 21, warmup: 6, sweeps: false }
const name = `${largest.name}, the most modules (${largest.modules}): its first Conv`
await measure(`${name} edited back and forth, new report`, edits([64, 80]), options)
await measure(`${name} edited to a value never seen`, edits(Array.from({ length: 64 }, (_, i) => 64 + 8 * i)), options)
