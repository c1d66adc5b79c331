import fc from 'fast-check'
import { describe as suite, expect, test } from 'vitest'
import {
  type CommandResult,
  type Document,
  apply,
  connect,
  insertAfter,
  insertOnEdge,
  move,
  remove,
  replaceModule,
  setArg,
  setArgs,
  setRepeats,
  sourcesOf,
} from '../document'
import { samples } from '../document/model-samples'
import { parse } from '../yaml/parse'
import { yaml } from '../yaml/template'
import { compareDocuments, indicesAfter } from '.'
import { describe } from './compare-documents'
import { factsOf } from './row-facts'

const read = (text: string) => parse(text).document

/** What is different, a line each: `+16`, `-4`, `~17→18 from`, `>3→5`. */
const summary = (before: Document, after: Document) =>
  compareDocuments(before, after)
    .rows.filter(({ kind }) => kind !== 'kept')
    .map((row) => {
      if (row.kind === 'added') return `+${row.after}`
      if (row.kind === 'removed') return `-${row.before}`
      return `${row.kind === 'moved' ? '>' : '~'}${row.before}→${row.after} ${row.cells.join()}`.trim()
    })

const done = (document: Document, result: CommandResult) => {
  if (!result.ok) throw new Error(result.issue.message)
  return apply(document, result.diff)
}

const plain = read(yaml`
  nc: 80
  backbone:
    - [-1, 1, Conv, [64, 3, 2]] # 0
    - [-1, 1, Conv, [128, 3, 2]]
    - [-1, 3, C2f, [128, True]]
    - [-1, 1, Conv, [256, 3, 2]]
    - [-1, 6, C2f, [256, True]] # 4
    - [-1, 1, SPPF, [256, 5]]
  head:
    - [-1, 1, nn.Upsample, [None, 2, nearest]]
    - [[-1, 2], 1, Concat, [1]]
    - [-1, 3, C2f, [128]] # 8
    - [[8, 5], 1, Detect, [nc]]
`)

suite('what is told', () => {
  test('a row grafted onto an edge is added, and those that read it now read another row', () => {
    expect(summary(plain, done(plain, insertOnEdge(plain, { from: 8, to: 'all' }, { module: 'EMA' })))).toEqual(['+9', '~9→10 from'])
  })

  test('rows that only have other numbers are not changed', () => {
    expect(summary(plain, done(plain, insertAfter(plain, 0, { module: 'EMA' })))).toEqual(['+1'])
  })

  test('a removed row stands where it stood', () => {
    const { rows } = compareDocuments(plain, done(plain, remove(plain, 5)))
    expect(rows.map(({ kind, before }) => `${kind} ${before}`).slice(4, 8)).toEqual(['kept 4', 'removed 5', 'changed 6', 'kept 7'])
  })

  test('a replaced module is the same row with another module', () => {
    expect(summary(plain, done(plain, replaceModule(plain, 4, 'C3k2', [256, false, 0.25])))).toEqual(['~4→4 module,args'])
  })

  test('a last row that became another head is the same row', () => {
    expect(summary(plain, done(plain, replaceModule(plain, 9, 'Segment', ['nc', 32, 256])))).toEqual(['~9→9 module,args'])
  })

  test('a row that moved is told as moved, with what it was', () => {
    const branches = read(yaml`
      backbone:
        - [-1, 1, Conv, [64, 3, 2]]
        - [0, 1, C2f, [64]]
        - [-1, 1, Conv, [64, 3, 1]]
        - [0, 1, SPPF, [64, 5]]
        - [[2, 3], 1, Concat, [1]]
    `)
    expect(summary(branches, done(branches, move(branches, 3, 0)))).toEqual(['>3→1'])
  })

  test('two rows that change places stay themselves', () => {
    const siblings = read(yaml`
      backbone:
        - [-1, 1, Conv, [64, 3, 2]]
        - [0, 1, C2f, [64]]
        - [0, 1, C2f, [128]]
        - [[1, 2], 1, Concat, [1]]
    `)
    const { rows } = compareDocuments(siblings, done(siblings, move(siblings, 2, 0)))
    expect(rows.flatMap(({ kind, before, after, cells }) => (before === after ? [] : [[kind, before, after, ...cells]]))).toEqual([
      ['kept', 2, 1],
      ['moved', 1, 2],
    ])
  })

  test('cells are compared by what they mean, not by how they are written', () => {
    const other = plain.text.replace('[64, 3, 2]', '[ 64,3, 0x2 ]').replace('nearest', "'nearest'").replace('-1, 6, C2f', '3, 6, C2f')
    expect([summary(plain, read(other)), compareDocuments(plain, read(other)).isSame]).toEqual([[], true])
  })

  test('a whole float is another number than its integer, as in Python', () => {
    expect(summary(plain, read(plain.text.replace('[256, 5]', '[256, 5.0]')))).toEqual(['~5→5 args'])
  })

  test('header keys are compared too, but for graft', () => {
    const other = read(plain.text.replace('nc: 80', 'nc: 20\nactivation: nn.ReLU()\ngraft: { v: 1 }'))
    expect(compareDocuments(plain, other).header).toEqual([
      { key: 'nc', before: '80', after: '20' },
      { key: 'activation', before: null, after: 'nn.ReLU()' },
    ])
  })

  test('the rows of an empty model are all added', () => {
    expect(summary(read(''), plain)).toEqual(plain.rows.map((_, i) => `+${i}`))
  })

  test('what was at each index is somewhere, or gone', () => {
    const comparison = compareDocuments(plain, done(plain, remove(plain, 5)))
    expect([...indicesAfter(comparison)].slice(4, 7)).toEqual([
      [4, 4],
      [5, null],
      [6, 5],
    ])
  })

  test('three hundred rows that grew by ten are told apart', () => {
    const rows = Array.from({ length: 300 }, (_, i) => `  - [-1, 1, Conv, [${64 * (1 + (i % 4))}, 3, 1]]`)
    const grown = rows.flatMap((row, i) => (i % 30 === 7 ? [row, '  - [-1, 1, EMA, []]'] : [row]))
    const comparison = compareDocuments(read(`backbone:\n${rows.join('\n')}`), read(`backbone:\n${grown.join('\n')}`))
    expect(comparison.rows.filter(({ kind }) => kind === 'added').length).toBe(10)
    expect(comparison.rows.filter(({ kind }) => kind === 'changed').map(({ cells }) => cells)).toEqual(Array(10).fill(['from']))
  })
})

suite.each(Object.entries(samples))('%s', (_, text) => {
  test('has no difference to itself', () => {
    const { rows, isSame } = compareDocuments(read(text), read(text))
    expect([rows.map(({ kind, before, after }) => [kind, before, after]), isSame]).toEqual([rows.map((_row, i) => ['kept', i, i]), true])
  })
})

/** A model whose rows all say something else, so that there is only one right answer. */
const distinct = fc
  .array(fc.record({ module: fc.constantFrom('Conv', 'C2f', 'SPPF'), back: fc.nat(5), second: fc.option(fc.nat(5), { nil: undefined }) }), {
    minLength: 3,
    maxLength: 24,
  })
  .map((rows) => {
    const lines = rows.map(({ module, back, second }, i) => {
      const from =
        i === 0 ? '-1' : second === undefined ? String(back < i ? i - 1 - (back % 2) * (i > 1 ? 1 : 0) : -1) : `[-1, ${second % i}]`
      return `  - [${from}, 1, ${module}, [${100 + i}]]`
    })
    return `nc: 80\nbackbone:\n${lines.join('\n')}`
  })

const edit = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), i: fc.nat(), module: fc.constantFrom('EMA', 'Conv') }),
  fc.record({ kind: fc.constant('graft' as const), i: fc.nat(), module: fc.constantFrom('EMA', 'Conv') }),
  fc.record({ kind: fc.constant('remove' as const), i: fc.nat() }),
  fc.record({ kind: fc.constant('move' as const), i: fc.nat(), j: fc.nat() }),
  fc.record({ kind: fc.constant('connect' as const), i: fc.nat(), j: fc.nat() }),
  fc.record({ kind: fc.constant('arg' as const), i: fc.nat() }),
  fc.record({ kind: fc.constant('args' as const), i: fc.nat() }),
  fc.record({ kind: fc.constant('repeats' as const), i: fc.nat() }),
)
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never

function run(document: Document, e: Edit): CommandResult {
  const at = (i: number) => i % document.rows.length
  switch (e.kind) {
    case 'insert':
      return insertAfter(document, at(e.i), { module: e.module, args: [7] })
    case 'graft':
      return insertOnEdge(document, { from: at(e.i), to: 'all' }, { module: e.module, args: [7] })
    case 'remove':
      return remove(document, at(e.i))
    case 'move':
      return move(document, at(e.i), at(e.j))
    case 'connect':
      return connect(document, { from: (at(e.i) + e.j) % Math.max(1, at(e.i)), to: at(e.i), slot: 0 })
    case 'arg':
      return setArg(document, at(e.i), 0, 7)
    case 'args':
      return setArgs(document, at(e.i), [7, 8])
    case 'repeats':
      return setRepeats(document, at(e.i), 9)
  }
}

/** The same, from the ids that rows keep through a command. */
function byIds(before: Document, after: Document, moved: ReadonlySet<number>) {
  const was = new Map(before.rows.map(({ id }, i) => [id, i]))
  const pairs = after.rows.flatMap(({ id }, j) => (was.has(id) ? [{ before: was.get(id)!, after: j, isMoved: moved.has(j) }] : []))
  return describe(factsOf(before), factsOf(after), pairs)
}

suite('after a random command', () => {
  test('the comparison tells what the command did', () => {
    fc.assert(
      fc.property(distinct, edit, (text, e) => {
        const before = read(text)
        const result = run(before, e)
        fc.pre(result.ok)
        const after = done(before, result)
        const found = compareDocuments(before, after).rows
        // Which of two rows that changed places is the one that moved is a matter of taste.
        const moved = new Set(found.flatMap(({ kind, after: j }) => (kind === 'moved' ? [j!] : [])))
        if (e.kind !== 'move') expect(moved.size).toBe(0)
        expect(found).toEqual(byIds(before, after, moved))
      }),
      { numRuns: Number(process.env['RUNS'] ?? 300) },
    )
  })

  test('taking it back is told the other way round', () => {
    fc.assert(
      fc.property(distinct, edit, (text, e) => {
        const before = read(text)
        const result = run(before, e)
        fc.pre(result.ok && e.kind !== 'move')
        const after = done(before, result)
        const pairs = (a: Document, b: Document) =>
          compareDocuments(a, b).rows.flatMap((row) =>
            row.before === null || row.after === null ? [] : [[row.before, row.after] as const],
          )
        const back = pairs(after, before).map(([j, i]) => [i, j])
        expect(back).toEqual(pairs(before, after))
      }),
      { numRuns: Number(process.env['RUNS'] ?? 300) },
    )
  })

  test('of rows that are alike, no more differences are told than there are', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(samples)), edit, (text, e) => {
        const before = read(text)
        const result = run(before, e)
        fc.pre(result.ok && e.kind !== 'move')
        const after = done(before, result)
        const weight = (rows: readonly { kind: string; cells: readonly string[] }[]) =>
          rows.reduce((sum, { kind, cells }) => sum + (kind === 'added' || kind === 'removed' ? 5 : cells.length), 0)
        expect(weight(compareDocuments(before, after).rows)).toBeLessThanOrEqual(weight(byIds(before, after, new Set())))
      }),
      { numRuns: Number(process.env['RUNS'] ?? 300) },
    )
  })
})

test('what a kept row reads is what it read', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(samples)), fc.constantFrom(...Object.values(samples)), (a, b) => {
      const [before, after] = [read(a), read(b)]
      const { rows } = compareDocuments(before, after)
      const known = new Map(rows.map((row) => [row.before, row.after]))
      for (const row of rows)
        if (row.kind === 'kept')
          expect(sourcesOf(after, row.after!)).toEqual(
            sourcesOf(before, row.before!).map((s) => (s === null || s < 0 ? s : (known.get(s) ?? 'gone'))),
          )
    }),
  )
})
