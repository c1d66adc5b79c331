/** From text to report: a model opened, one argument edited, and a document of 1,000 rows. */
import { readFileSync } from 'node:fs'
import { type Memo, analyze, createMemo } from '../graph-core/analysis'
import { apply, setArg } from '../graph-core/document'
import type { Document } from '../graph-core/document/types'
import { parse } from '../graph-core/yaml/parse'
import { builtin } from '../kernels'
import { measure as measureOne } from './harness'

const measure: typeof measureOne = (name, run, options) => measureOne(name, run, { ...options, sweeps: false })

const text = readFileSync('assets/models/yolov8.yaml', 'utf8')
const open = () => parse(text, { path: 'yolov8x.yaml' }).document

await measure('yolov8x: parse and analyse, nothing remembered', () => analyze(open(), builtin), {
  runs: 41,
  warmup: 20,
  target: { ms: 15 },
})

/** Edits one argument back and forth; every run is one edit and its new report. */
function edits(document: Document, row: number, values: readonly number[]) {
  const memo: Memo = createMemo()
  let [current, turn] = [document, 0]
  analyze(current, builtin, {}, memo)
  return () => {
    const edit = setArg(current, row, 0, values[turn++ % values.length]!)
    if (!edit.ok) throw new Error(edit.issue.message)
    current = apply(current, edit.diff)
    return analyze(current, builtin, {}, memo)
  }
}

const manyValues = Array.from({ length: 64 }, (_, i) => 256 + 8 * i)
await measure('yolov8x: one argument edited back and forth, new report', edits(open(), 15, [256, 320]), {
  runs: 101,
  warmup: 20,
  target: { ms: 1 },
})
await measure('yolov8x: one argument edited to a value never seen', edits(open(), 15, manyValues), { runs: 41, warmup: 10 })
await measure('yolov8x: kernel of a Conv edited, its shape stays', edits(open(), 9, [1024, 1024]), {
  runs: 101,
  warmup: 20,
  target: { ms: 1 },
})

const rows = Array.from(
  { length: 998 },
  (_, i) => `  - [-1, 1, ${i % 3 === 0 ? 'C2f' : 'Conv'}, [64, ${i % 3 === 0 ? 'True' : 3}]] # ${i + 1}`,
)
const long = ['nc: 80', 'backbone:', '  - [-1, 1, Conv, [64, 3, 2]] # 0', ...rows, 'head:', '  - [-1, 1, Conv, [64, 1]]', ''].join('\n')
await measure('1,000 rows: one argument edited, new report', edits(parse(long).document, 500, [64, 72]), {
  runs: 41,
  warmup: 10,
  target: { ms: 5 },
})
await measure('1,000 rows: parse and analyse, nothing remembered', () => analyze(parse(long).document, builtin), { runs: 7, warmup: 2 })
