/** A block from the palette stands behind a row without an error, and keeps its channels where it can. */
import { describe, expect, test } from 'vitest'
import { analyze } from '../../graph-core/analysis'
import { dialects } from '../../graph-core/dialects'
import { parse } from '../../graph-core/yaml/parse'
import { builtin } from '../../kernels'
import { newRowBehind } from './new-row'

const stem = 'nc: 80\nscales: { n: [1, 0.5, 1024] }\nbackbone:\n  - [-1, 1, Conv, [256, 3, 2]]\n'

/** What a block dropped behind a Conv of 128 channels, 256 before width, is written as, and what analysis says of it. */
function dropped(module: string) {
  const { document } = parse(`${stem}head: []\n`)
  const row = newRowBehind(document, analyze(document, builtin), builtin, module, 0)
  const written = parse(`${stem}  - [-1, 1, ${module}, ${JSON.stringify(row.args ?? [])}]\nhead: []\n`).document
  const report = analyze(written, builtin)
  // On the first map attention over all places is expensive, which is not for want of anything.
  const doubts = report.issues.filter(({ severity, code }) => severity !== 'info' && code !== 'row.expensive')
  return { args: row.args, issues: doubts.map(({ code, message }) => `${code} ${message}`), declared: report.rows[1]!.declared }
}

// What several rows, a list of maps or a text feed, and what a row cannot say without knowing what the user wants.
const needsMore = ['CBFuse', 'C2fAttn', 'Concat', 'ImagePoolingAttn', 'Index', 'TorchVision']
const offered = builtin.blocks
  .filter((block) => block.library === 'ultralytics' && !needsMore.includes(block.blockName))
  .map((block) => block.forTarget(dialects[0]!.target))
  .filter(({ about, head }) => about !== undefined && head === undefined && !['head part', 'text'].includes(about.category))
  .map(({ name }) => name)

describe('dropped behind a row,', () => {
  test.each(offered)('%s has all it needs', (module) => {
    expect(dropped(module).issues).toEqual([])
  })

  test.each(offered.filter((name) => !['CBLinear'].includes(name)))('%s keeps the channels', (module) => {
    expect(dropped(module).declared).toBe(128)
  })
})
