/** Commands that take, bring and move several rows, or stand on links: each against a text in full view. */
import { describe, expect, test } from 'vitest'
import { parse } from '../yaml/parse'
import { yaml } from '../yaml/template'
import {
  type CommandResult,
  type Document,
  ancestorsOf,
  apply,
  connect,
  copyRows,
  createGroup,
  descendantsOf,
  duplicateRows,
  groupsOf,
  insertBefore,
  invert,
  moveToEdge,
  mute,
  mutedRow,
  pasteRows,
  remove,
  setGroup,
  setNodes,
  clearPlaces,
  ungroup,
  unmute,
} from '.'
import { samples } from './model-samples'

const read = (text: string) => parse(text).document
const done = (document: Document, result: CommandResult) => {
  if (!result.ok) throw new Error(result.issue.message)
  return apply(document, result.diff)
}
const codeOf = (result: CommandResult) => (result.ok ? 'ok' : result.issue.code)
/** The rows an edit leaves, as written with what stands behind them. */
const rowsOf = (document: Document) => document.text.split('\n').flatMap((line) => /^ *- (\[.*)$/.exec(line)?.[1] ?? [])

const document = read(yaml`
  backbone:
    - [-1, 1, A, []] # 0
    - [-1, 1, B, [64]] # 1 (P2)
    - [-1, 1, C, []] # 2
  head:
    - [-1, 1, D, []] # 3
    # of E
    - [[-1, 1], 1, E, [1]] # 4
    - [[3, 4], 1, F, [nc]]
`)

describe('a wire that looks forward', () => {
  const chain = read(yaml`
    backbone:
      - [-1, 1, A, []]
    head:
      - [-1, 1, B, []] # 1
      # of C
      - [0, 1, C, []] # 2
      - [-1, 1, D, []] # 3
      - [1, 1, E, []] # 4
  `)
  test('lets as few rows as possible change places, with their comments', () =>
    expect(done(chain, connect(chain, { from: 3, to: 1, slot: 0 })).text.split('head:\n')[1]).toBe(
      yaml`
        # of C
        - [0, 1, C, []] # 1
        - [-1, 1, D, []] # 2
        - [-1, 1, B, []] # 3
        - [3, 1, E, []] # 4
    `
        .replace(/^/gm, '  ')
        .trimEnd() + '\n',
    ))
  test('keeps every id, so that undo finds its rows', () => {
    const result = connect(chain, { from: 3, to: 1, slot: 0 })
    const after = done(chain, result)
    const before = result.ok && apply(after, invert(result.diff))
    expect([after.rows.map(({ id }) => id), before && before.rows.map(({ id }) => id), before && before.text]).toEqual([
      ['0', '2', '3', '1', '4'],
      ['0', '1', '2', '3', '4'],
      chain.text,
    ])
  })
  test('is refused where the row is made of the one that would read it', () =>
    expect([codeOf(connect(document, { from: 4, to: 1, slot: 0 })), codeOf(connect(document, { from: 2, to: 2, slot: 0 }))]).toEqual([
      'edit.cycle',
      'edit.cycle',
    ]))
  test('never moves a row between backbone and head unless that is asked for', () => {
    const apart = read('backbone:\n  - [-1, 1, A, []]\n  - [-1, 1, B, []]\nhead:\n  - [0, 1, C, []]\n')
    const link = { from: 2, to: 1, slot: 0 }
    const crossed = done(apart, connect(apart, { ...link, mayCrossSections: true }))
    expect([codeOf(connect(apart, link)), crossed.rows.map(({ section }) => section)]).toEqual([
      'edit.section',
      ['backbone', 'backbone', 'backbone'],
    ])
  })
})

describe('into a slot', () => {
  test('a row stands before its reader and reads what the slot read', () =>
    expect(rowsOf(done(document, insertBefore(document, { to: 4, slot: 1 }, { module: 'X' }))).slice(3)).toEqual([
      '[-1, 1, D, []] # 3',
      '[1, 1, X, []]',
      '[[-2, 4], 1, E, [1]] # 5',
      '[[3, 5], 1, F, [nc]]',
    ]))
  test('behind the last input it adds one', () =>
    expect(rowsOf(done(document, insertBefore(document, { to: 5, slot: 2 }, { module: 'X' }))).at(-1)).toBe('[[3, 4, -1], 1, F, [nc]]'))
})

describe('moving onto an edge', () => {
  test('rejoins where the row was and grafts where it is', () =>
    expect(rowsOf(done(document, moveToEdge(document, [1], { from: 3, to: 'all' })))).toEqual([
      '[-1, 1, A, []] # 0',
      '[-1, 1, C, []] # 1',
      '[-1, 1, D, []] # 2',
      '[-1, 1, B, [64]] # 3 (P2)',
      '[[-1, 0], 1, E, [1]] # 4',
      '[[3, 4], 1, F, [nc]]',
    ]))
  test('takes one link only where it is dropped on one', () =>
    expect(rowsOf(done(document, moveToEdge(document, [2], { from: 3, to: 5, slot: 0 }))).slice(2)).toEqual([
      '[-1, 1, D, []] # 2',
      '[-1, 1, C, []] # 3',
      '[[-2, 1], 1, E, [1]] # 4',
      '[[3, 4], 1, F, [nc]]',
    ]))
  test('takes several rows along in their order', () =>
    expect(rowsOf(done(document, moveToEdge(document, [2, 3], { from: 4, to: 5, slot: 1 }))).slice(2)).toEqual([
      '[[-1, 1], 1, E, [1]] # 2',
      '[-1, 1, C, []] # 3',
      '[-1, 1, D, []] # 4',
      '[[1, -1], 1, F, [nc]]',
    ]))
  test('is refused for rows that several others read', () =>
    expect(codeOf(moveToEdge(document, [1, 2], { from: 3, to: 4 }))).toBe('edit.rejoin'))
  test('is refused on a link of its own', () => expect(codeOf(moveToEdge(document, [2], { from: 1, to: 2 }))).toBe('edit.slot'))
  test('is refused on a link from a row that is not there, though one says it reads it', () => {
    const torn = read(document.text.replace('[[3, 4], 1, F', '[[3, 9], 1, F'))
    expect(codeOf(moveToEdge(torn, [1], { from: 9, to: 'all' }))).toBe('edit.no-row')
  })
  test.each(['[-1, 1, D, []]', '[[-1, 9], 1, D, []]'])('takes a row up, whatever else it reads: %s', (row) => {
    const other = read(document.text.replace('[-1, 1, D, []]', row))
    expect(rowsOf(done(other, moveToEdge(other, [3], { from: 0, to: 1 }))).slice(0, 4)).toEqual([
      '[-1, 1, A, []] # 0',
      `${row} # 1`,
      '[-1, 1, B, [64]] # 2 (P2)',
      '[-1, 1, C, []] # 3',
    ])
  })
})

describe('deleting several rows', () => {
  test('rejoins across all of them in one step', () =>
    expect(rowsOf(done(document, remove(document, [1, 2])))).toEqual([
      '[-1, 1, A, []] # 0',
      '[-1, 1, D, []] # 1',
      '[[-1, 0], 1, E, [1]] # 2',
      '[[1, 2], 1, F, [nc]]',
    ]))
  test('rejoins to the input that is asked for', () =>
    expect(
      rowsOf(
        done(
          document,
          remove(document, [4], () => 1),
        ),
      ).at(-1),
    ).toBe('[[3, 1], 1, F, [nc]]'))
})

describe('copied rows', () => {
  test('count back among themselves, name any other row by number, and bring their comments', () =>
    expect(copyRows(document, [3, 4])).toBe('- [-1, 1, D, []] # 3\n# of E\n- [[-1, 1], 1, E, [1]] # 4\n'))
  test('pasted, they keep links among themselves and read the row before for the rest', () =>
    expect(rowsOf(done(document, pasteRows(document, copyRows(document, [3, 4]), 0))).slice(0, 4)).toEqual([
      '[-1, 1, A, []] # 0',
      '[-1, 1, D, []] # 1',
      '[[-1, 0], 1, E, [1]] # 2',
      '[-3, 1, B, [64]] # 3 (P2)',
    ]))
  test('name what they read from outside by number, but for the row before, and keep it where that is asked for', () =>
    expect(rowsOf(done(document, pasteRows(document, copyRows(document, [4]), 4, { keepIncoming: true }))).slice(4, 6)).toEqual([
      '[[-1, 1], 1, E, [1]] # 4',
      '[[-1, 1], 1, E, [1]] # 5',
    ]))
  test('a duplicate reads what its row reads', () =>
    expect(rowsOf(done(document, duplicateRows(document, [2, 3]))).slice(2, 6)).toEqual([
      '[-1, 1, C, []] # 2',
      '[-1, 1, D, []] # 3',
      '[1, 1, C, []] # 4',
      '[-1, 1, D, []] # 5',
    ]))
})

describe('rows of other editors', () => {
  const pasted = (text: string) => rowsOf(done(document, pasteRows(document, text, 2))).slice(3, -3)
  test.each([
    ['with dashes and indentation', '      - [-1, 1, X, [1]]\n      - [-1, 2, Y, []] # y\n'],
    ['without dashes', '[-1, 1, X, [1]]\n[-1, 2, Y, []] # y'],
    ['of a YOLOv5 list', '  [[-1, 1, X, [1]],\n   [-1, 2, Y, []],  # y\n  ]\n'],
    ['on one line', '[[-1, 1, X, [1]], [-1, 2, Y, []]] # y'],
    ['in a list with its name', 'head:\n  - [-1, 1, X, [1]]\n  - [-1, 2, Y, []] # y\n'],
    ['in a whole file', 'nc: 3\nbackbone:\n  - [-1, 1, X, [1]]\nhead:\n  - [-1, 2, Y, []] # y\nother: 1\n'],
    ['with Windows line breaks', '- [-1, 1, X, [1]]\r\n- [-1, 2, Y, []] # y\r\n'],
  ])('%s', (_, text) => expect(pasted(text)).toEqual(['[-1, 1, X, [1]]', '[-1, 2, Y, []] # y']))

  test('over several lines', () =>
    expect(pasted('- - -1\n  - 1\n  - X\n  - [1]\n- [-1, 2, Y, []] # y\n')).toEqual(['[-1, 1, X, [1]]', '[-1, 2, Y, []] # y']))
  test('absolute numbers mean pasted rows where the text says its numbers', () =>
    expect(pasted('- [-1, 1, X, []] # 7\n- [-1, 1, Y, []] # 8\n- [[-1, 7], 1, Z, []] # 9\n')).toEqual([
      '[-1, 1, X, []] # 3',
      '[-1, 1, Y, []] # 4',
      '[[-1, 3], 1, Z, []] # 5',
    ]))
  test.each(['', 'hello', '- [64, 3, 2]', '# only a comment', '- [-1, 1, X, []]\nand more', '{"a": 1}'])('%j is no row', (text) =>
    expect(codeOf(pasteRows(document, text, 2))).toBe('edit.paste'),
  )
  test('fit into every layout', () => {
    const texts = Object.entries(samples).map(([name, text]) => {
      const before = read(text)
      const after = done(before, pasteRows(before, '# above\n[-1, 1, X, [1]] # behind\n', 2))
      return [name, after.rows[3]!.module.value, after.rows.length - before.rows.length]
    })
    expect(texts).toEqual(Object.keys(samples).map((name) => [name, 'X', 1]))
  })
})

describe('muting', () => {
  test('leaves an Identity, and the row in its comment', () =>
    expect(rowsOf(done(document, mute(document, 1)))[1]).toBe('[-1, 1, nn.Identity, []]  # muted: [-1, 1, B, [64]] # 1 (P2)'))
  test('is followed by renumbering and rejoining, so that the row comes back where it belongs', () => {
    const away = done(document, mute(document, 3))
    const shorter = done(away, remove(away, [1]))
    expect([mutedRow(shorter, 2)?.row.module.value, rowsOf(done(shorter, unmute(shorter, 2)))[2]]).toEqual(['D', '[-1, 1, D, []] # 2'])
  })
  test('of a row with several inputs is refused', () => expect(codeOf(mute(document, 4))).toBe('edit.mute'))
  test('keeps place and title', () => {
    const placed = done(document, setNodes(document, new Map([[1, { at: [1, 2], title: 'Stem' }]])))
    const away = done(placed, mute(placed, 1))
    expect([away.text.includes('1: { module: nn.Identity, at: [1, 2], title: Stem }'), done(away, unmute(away, 1)).text]).toEqual([
      true,
      placed.text,
    ])
  })
})

describe('groups', () => {
  const grouped = done(document, createGroup(document, [2, 1], { title: 'Stage', colour: 'blue' }))
  test('stand under graft:, one line each', () => {
    const two = done(grouped, createGroup(grouped, [4, 5]))
    expect(two.text.slice(document.text.length)).toBe(yaml`
      graft:
        v: 1
        groups:
          - { rows: [1, 2], title: Stage, colour: blue }
          - { rows: [4, 5] }
    `)
  })
  test('change, and go with their last row', () => {
    const changed = done(grouped, setGroup(grouped, 0, { isCollapsed: true, title: '' }))
    const gone = done(changed, remove(changed, [1, 2]))
    expect([groupsOf(changed), groupsOf(gone)]).toEqual([[{ index: 0, rows: [1, 2], title: '', colour: 'blue', isCollapsed: true }], []])
  })
  test('hand a row over to the group it joins', () => {
    const two = done(grouped, createGroup(grouped, [2, 3]))
    expect(groupsOf(two).map(({ rows }) => rows)).toEqual([[1], [2, 3]])
  })
  test('are taken away without a trace', () => expect(groupsOf(done(grouped, ungroup(grouped, 0)))).toEqual([]))
})

test('tidying forgets places and keeps titles', () => {
  const placed = done(
    document,
    setNodes(
      document,
      new Map([
        [1, { at: [1, 2] as const, title: 'Stem' }],
        [2, { at: [3, 4] as const }],
      ]),
    ),
  )
  expect(done(placed, clearPlaces(placed)).text.slice(document.text.length)).toBe(
    'graft:\n  v: 1\n  nodes:\n    1: { module: B, title: Stem }\n',
  )
})

test('everything a row is made of, and everything made of it', () =>
  expect([ancestorsOf(document, [4]), descendantsOf(document, [1]), descendantsOf(document, [3])]).toEqual([
    [0, 1, 2, 3],
    [2, 3, 4, 5],
    [4, 5],
  ]))
