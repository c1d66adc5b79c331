import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from '../yaml/parse'
import {
  apply,
  clearPlaces,
  connect,
  consumersOf,
  copyRows,
  createGroup,
  duplicateRows,
  groupsOf,
  insertAfter,
  insertBefore,
  insertOnEdge,
  invert,
  issuesOf,
  move,
  moveToEdge,
  mute,
  mutedRow,
  pasteRows,
  remove,
  replaceModule,
  setArg,
  setArgs,
  setGroup,
  setHeader,
  setNode,
  setNodes,
  setRepeats,
  sourcesOf,
  ungroup,
  unmute,
} from '.'
import type { CommandResult, Document, RowId } from '.'
import { samples } from './model-samples'

const row = fc.constantFrom(
  { module: 'EMA' },
  { module: 'Conv', args: [64, 3, { float: 1 }], comment: 'new' },
  { module: 'nn.Upsample', args: ['None', 2, 'nearest'] },
  { module: 'Concat', args: ['a b', true, null, [1.5, -2]], repeats: 2 },
)
const index = fc.nat(14)
const value = fc.constantFrom(1, 2.5, 'nearest', 'yes', 'x: y', "it's", true, null, [[1], 'a'], '1e3', '', ' ', '-', '#', 'größer')
const command = fc.oneof(
  fc.record({ kind: fc.constant('insert after' as const), i: index, row }),
  fc.record({ kind: fc.constant('insert on edge' as const), i: index, row }),
  fc.record({ kind: fc.constant('insert on one edge' as const), i: index, row }),
  fc.record({ kind: fc.constant('remove' as const), i: index }),
  fc.record({ kind: fc.constant('move' as const), i: index, j: index }),
  fc.record({ kind: fc.constant('connect' as const), i: index, j: index, slot: fc.nat(2) }),
  fc.record({ kind: fc.constant('set arg' as const), i: index, j: fc.nat(3), value }),
  fc.record({ kind: fc.constant('set args' as const), i: index, values: fc.array(value, { maxLength: 4 }) }),
  fc.record({ kind: fc.constant('set repeats' as const), i: index, n: fc.nat(9) }),
  fc.record({ kind: fc.constant('replace' as const), i: index, row }),
  fc.record({
    kind: fc.constant('set header' as const),
    key: fc.constantFrom('nc', 'activation', 'scales'),
    value: fc.option(value, { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('set node' as const), i: index, x: fc.nat(900) }),
  fc.record({ kind: fc.constant('set nodes' as const), i: index, j: index, x: fc.nat(900) }),
  fc.record({ kind: fc.constant('tidy' as const), i: index }),
  fc.record({ kind: fc.constant('insert before' as const), i: index, slot: fc.nat(2), row }),
  fc.record({ kind: fc.constant('remove rows' as const), i: index, j: index }),
  fc.record({ kind: fc.constant('move to edge' as const), i: index, j: index, k: index, isOne: fc.boolean() }),
  fc.record({ kind: fc.constant('mute' as const), i: index }),
  fc.record({ kind: fc.constant('unmute' as const), i: index }),
  fc.record({ kind: fc.constant('duplicate' as const), i: index, j: index }),
  fc.record({ kind: fc.constant('copy and paste' as const), i: index, j: index, k: index, keepIncoming: fc.boolean() }),
  fc.record({ kind: fc.constant('group' as const), i: index, j: index }),
  fc.record({
    kind: fc.constant('set group' as const),
    i: fc.nat(2),
    title: fc.constantFrom('Neck', 'a: b', ''),
    isCollapsed: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('ungroup' as const), i: fc.nat(2) }),
)
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

/** Row numbers are taken modulo what the document has, so that most commands mean something. */
function run(document: Document, c: Command): CommandResult {
  const at = (i: number) => i % (document.rows.length + 1)
  switch (c.kind) {
    case 'insert after':
      return insertAfter(document, at(c.i) - 1, c.row)
    case 'insert on edge':
      return insertOnEdge(document, { from: at(c.i) - 1, to: 'all' }, c.row)
    case 'insert on one edge': {
      const from = at(c.i) - 1
      return insertOnEdge(document, { from, to: consumersOf(document, from)[0] ?? 0 }, c.row)
    }
    case 'remove':
      return remove(document, at(c.i))
    case 'move':
      return move(document, at(c.i), at(c.j) - 1)
    case 'connect':
      return connect(document, { to: at(c.i), slot: c.slot, from: at(c.j) - 1 })
    case 'set arg':
      return setArg(document, at(c.i), c.j, c.value)
    case 'set args':
      return setArgs(document, at(c.i), c.values)
    case 'set repeats':
      return setRepeats(document, at(c.i), c.n)
    case 'replace':
      return replaceModule(document, at(c.i), c.row.module, c.row.args ?? [])
    case 'set header':
      return setHeader(document, [c.key], c.value)
    case 'set node':
      return setNode(document, at(c.i), { at: [c.x, 2] })
    case 'set nodes':
      return setNodes(
        document,
        new Map([
          [at(c.i), { at: [c.x, 1] }],
          [at(c.j), { at: [c.x, 2], title: 'Card' }],
        ]),
      )
    case 'tidy':
      return clearPlaces(document, [at(c.i)])
    case 'insert before':
      return insertBefore(document, { to: at(c.i), slot: c.slot }, c.row)
    case 'remove rows':
      return remove(document, [at(c.i), at(c.j)])
    case 'move to edge': {
      const from = at(c.k) - 1
      return moveToEdge(document, [at(c.i), at(c.j)], { from, to: c.isOne ? (consumersOf(document, from)[0] ?? 0) : 'all' })
    }
    case 'mute':
      return mute(document, at(c.i))
    case 'unmute':
      return unmute(document, at(c.i))
    case 'duplicate':
      return duplicateRows(document, [at(c.i), at(c.j)])
    case 'copy and paste':
      return pasteRows(document, copyRows(document, [at(c.i), at(c.j)]), at(c.k) - 1, { keepIncoming: c.keepIncoming })
    case 'group':
      return createGroup(document, [at(c.i), at(c.j)], { title: 'Group' })
    case 'set group':
      return setGroup(document, c.i, { title: c.title, isCollapsed: c.isCollapsed })
    case 'ungroup':
      return ungroup(document, c.i)
  }
}

/** What reading a text afresh must find as well; ids are the document's own. */
function content({ nextId: _, ...document }: Document) {
  const rows = document.rows.map(({ id: _id, ...row }) => row)
  return { ...document, rows, issues: issuesOf({ ...document, nextId: 0 }) }
}

const ids = (document: Document) => document.rows.map(({ id }) => id)

/** Who reads whom, by ids; the image is `image`. */
function edges(document: Document): Map<RowId, readonly (RowId | 'image' | null)[]> {
  return new Map(
    document.rows.map(({ id }, i) => [id, sourcesOf(document, i).map((s) => (s === null ? null : s < 0 ? 'image' : document.rows[s]!.id))]),
  )
}

/** Commands that bring or take several rows: what they promise is tested one by one. */
const ofSeveral: readonly Command['kind'][] = ['insert before', 'remove rows', 'move to edge', 'duplicate', 'copy and paste']

/** The edges a command promises, from those before it. */
function expectedEdges(before: Document, c: Command, after: Document) {
  const promised = new Map(edges(before))
  const fresh = after.rows.find(({ id }) => !promised.has(id))?.id
  const idAt = (i: number) => (i < 0 ? 'image' : before.rows[i]!.id)
  const replace = (old: RowId | 'image', next: RowId | 'image', only?: RowId) => {
    for (const [id, sources] of promised)
      if (only === undefined || only === id)
        promised.set(
          id,
          sources.map((s) => (s === old ? next : s)),
        )
  }
  const at = (i: number) => i % (before.rows.length + 1)
  if (c.kind === 'insert on edge') replace(idAt(at(c.i) - 1), fresh!)
  if (c.kind === 'insert on one edge') replace(idAt(at(c.i) - 1), fresh!, before.rows[consumersOf(before, at(c.i) - 1)[0] ?? 0]!.id)
  if (['insert after', 'insert on edge', 'insert on one edge'].includes(c.kind))
    promised.set(fresh!, [idAt(at((c as { i: number }).i) - 1)])
  if (c.kind === 'remove') {
    const gone = before.rows[at(c.i)]!.id
    const rejoined = promised.get(gone)![0]!
    promised.delete(gone)
    replace(gone, rejoined)
  }
  if (c.kind === 'connect') {
    const id = before.rows[at(c.i)]!.id
    promised.set(id, Object.assign([...promised.get(id)!], { [c.slot]: idAt(at(c.j) - 1) }))
  }
  return new Map([...promised].sort((a, b) => a[0].localeCompare(b[0])))
}
const sorted = (map: ReturnType<typeof edges>) => new Map([...map].sort((a, b) => a[0].localeCompare(b[0])))

describe.each(Object.entries(samples))('random edits of %s', (_name, text) => {
  const checked = (check: (before: Document, c: Command, after: Document, result: CommandResult & { ok: true }) => void) => () =>
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 8 }), (commands) => {
        let document = parse(text).document
        for (const c of commands) {
          const result = run(document, c)
          if (!result.ok) continue
          const after = apply(document, result.diff)
          check(document, c, after, result)
          document = after
        }
      }),
      { numRuns: Number(process.env['RUNS'] ?? 60) },
    )

  test(
    'an edited document is what reading its text gives',
    checked((_before, _c, after) => expect(content(after)).toEqual(content(parse(after.text).document))),
  )

  test(
    'undo and redo give the text byte for byte and the same rows',
    checked((before, _c, after, { diff }) => {
      const undone = apply(after, invert(diff))
      expect([undone.text, ids(undone), content(undone)]).toEqual([before.text, ids(before), content(before)])
      const redone = apply(undone, invert(invert(diff)))
      expect([redone.text, ids(redone)]).toEqual([after.text, ids(after)])
    }),
  )

  test(
    'every byte outside the splices survives',
    checked((before, _c, after, { diff }) => {
      let rebuilt = ''
      let done = 0
      for (const { start, removed, inserted } of diff.splices) {
        rebuilt += before.text.slice(done, start) + inserted
        done = start + removed.length
      }
      expect(after.text).toBe(rebuilt + before.text.slice(done))
    }),
  )

  test(
    'every row reads the same rows, except as the command says',
    checked((before, c, after) => {
      if (!ofSeveral.includes(c.kind)) expect(sorted(edges(after))).toEqual(expectedEdges(before, c, after))
    }),
  )

  test(
    'an edit leaves no new error behind',
    checked((_before, _c, after) => {
      const errors = issuesOf(after).filter(({ code }) => !['model.no-rows', 'model.section-not-a-list'].includes(code))
      expect(errors.filter(({ severity }) => severity === 'error')).toEqual([])
    }),
  )

  test(
    'comments survive unless their row goes',
    checked((before, c, after) => {
      const brings = ['duplicate', 'copy and paste'].includes(c.kind)
      if (['remove', 'remove rows', 'set header', 'mute', 'unmute'].includes(c.kind)) return
      const words = (each: Document) =>
        (each.text.match(/# *[A-Za-z][^\r\n]*/g) ?? []).filter((comment) => comment !== '# new' && !comment.startsWith('# muted')).sort()
      if (brings) expect(words(after)).toEqual(expect.arrayContaining(words(before)))
      else expect(words(after)).toEqual(words(before))
    }),
  )

  test('a muted row comes back byte for byte, wherever it was renumbered to', () =>
    fc.assert(
      fc.property(fc.array(command, { maxLength: 3 }), index, (commands, i) => {
        const document = commands.reduce((d, c) => {
          const result = run(d, c)
          return result.ok ? apply(d, result.diff) : d
        }, parse(text).document)
        const muted = mute(document, i)
        if (!muted.ok) return
        const away = apply(document, muted.diff)
        const back = unmute(away, i)
        expect([mutedRow(away, i)?.row.cell.text, back.ok && apply(away, back.diff).text]).toEqual([
          document.rows[i]!.cell.text,
          document.text,
        ])
      }),
    ))

  test(
    'groups hold rows that there are, each in one group, and none is empty',
    checked((_before, _c, after) => {
      const members = groupsOf(after).map(({ rows }) => rows)
      expect([members.flat().length, members.some((rows) => rows.length === 0)]).toEqual([new Set(members.flat()).size, false])
    }),
  )
})
