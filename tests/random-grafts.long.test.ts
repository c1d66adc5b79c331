/**
 * People graft: any block, anywhere, one after another. Whatever they have made, analysis that remembers says what analysis that does not
 * remember says, undo gives the text back byte for byte, and a model without an error is exported and runs with the shapes we show.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Report, analyze, buildModel, createMemo, encodeShape } from '../graph-core/analysis'
import {
  type CommandResult,
  type Document,
  apply,
  connect,
  insertOnEdge,
  invert,
  move,
  remove,
  replaceModule,
  setArg,
  setRepeats,
} from '../graph-core/document'
import { exportModel, namedModules } from '../graph-core/onnx/model-export'
import { noise, runOnnx } from '../graph-core/onnx/tests/run-onnx'
import { seededWeights, startingValues } from '../graph-core/onnx/weight-source'
import { builtin } from '../kernels'
import { newRowBehind } from '../renderer/session/new-row'
import { openTemplate } from './long-templates'

const attention = builtin.blocks.filter(({ library }) => library === 'graft').map(({ blockName }) => blockName)
const stages = ['Conv', 'C2f', 'C3k2', 'C3', 'DWConv', 'GhostConv', 'SPPF', 'Bottleneck', 'A2C2f', 'nn.MaxPool2d', 'nn.Upsample']
const block = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...attention) }, fc.constantFrom(...stages))
const argument = fc.constantFrom(1, 2, 3, 8, 16, 64, 100, 256, true, false, null, 0.5)
const place = fc.nat(40)

const command = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('graft' as const), i: place, block }) },
  fc.record({ kind: fc.constant('replace' as const), i: place, block }),
  fc.record({ kind: fc.constant('remove' as const), i: place }),
  fc.record({ kind: fc.constant('move' as const), i: place, j: place }),
  fc.record({ kind: fc.constant('connect' as const), i: place, j: place, slot: fc.nat(2) }),
  fc.record({ kind: fc.constant('set argument' as const), i: place, j: fc.nat(3), argument }),
  fc.record({ kind: fc.constant('set repeats' as const), i: place, n: fc.integer({ min: 0, max: 4 }) }),
)
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

function run(document: Document, c: Command): CommandResult {
  const at = (i: number) => i % document.rows.length
  switch (c.kind) {
    case 'graft':
      // As the palette writes the row.
      return insertOnEdge(
        document,
        { from: at(c.i), to: 'all' },
        newRowBehind(document, analyze(document, builtin), builtin, c.block, at(c.i)),
      )
    case 'replace':
      return replaceModule(document, at(c.i), c.block, [])
    case 'remove':
      return remove(document, at(c.i))
    case 'move':
      return move(document, at(c.i), at(c.j) - 1)
    case 'connect':
      return connect(document, { to: at(c.i), slot: c.slot, from: at(c.j) })
    case 'set argument':
      return setArg(document, at(c.i), c.j, c.argument)
    case 'set repeats':
      return setRepeats(document, at(c.i), c.n)
  }
}

/** What a report says, without the modules it hands on. */
const said = ({ rows, ...report }: Report) => ({
  ...report,
  rows: rows.map(({ i, from, n, type, args, params, out, status }) => ({
    i,
    from,
    n,
    type,
    args: JSON.stringify(args),
    params,
    status,
    out: encodeShape(out),
  })),
})

const families = ['yolov8', 'yolo11-seg', 'yolo26-pose', 'yolov9c', 'yolov10n', 'rtdetr-l', 'yolov5/yolov5s', 'yolo12-cls'] as const

describe.each(families)('random edits of %s', (family) => {
  const start = openTemplate(`models/${family}.yaml`)

  test('are analysed from memory as afresh, and undone byte for byte', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 4, maxLength: 24 }), (commands) => {
        const memo = createMemo()
        let document = start
        for (const c of commands) {
          const result = run(document, c)
          if (!result.ok) continue
          const after = apply(document, result.diff)
          expect(apply(after, invert(result.diff)).text).toBe(document.text)
          expect(said(analyze(after, builtin, {}, memo))).toEqual(said(analyze(after, builtin)))
          document = after
        }
      }),
      { numRuns: 40 },
    )
  })
})

const size = [160, 192] as const

describe.each(['yolov8', 'yolo11-seg', 'yolov5/yolov5s'])('a graft onto %s', (family) => {
  const start = openTemplate(`models/${family}.yaml`)

  test('that has no error is exported and runs with the shapes we show', async () => {
    let ran = 0
    const grafts = fc.array(fc.record({ kind: fc.constant('graft' as const), i: place, block }), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(grafts, async (commands) => {
        const document = commands.reduce((d, c) => {
          const result = run(d, c)
          return result.ok ? apply(d, result.diff) : d
        }, start)
        const report = analyze(document, builtin, { imgsz: size, nc: 3 })
        if (report.issues.some(({ severity }) => severity === 'error')) return
        const model = buildModel(document, builtin, { nc: 3 })
        const result = exportModel('model', model, seededWeights(1, startingValues(namedModules(model), model.strides)), { imgsz: size })
        if (!result.ok) throw new Error(result.issues.map(({ message }) => message).join('\n'))
        const got = await runOnnx(result.model, { images: noise([1, 3, ...size]) })
        expect(Object.values(got).map(({ shape }) => shape)).toEqual(result.model.graph.outputs.map(({ dims }) => dims))
        ran++
      }),
      { numRuns: 60 },
    )
    // Most grafts fit somewhere: a property that never ran anything would say nothing.
    expect(ran).toBeGreaterThan(15)
  })
})
