import { describe, expect, test } from 'vitest'
import { readDocument } from '../../graph-core/yaml/parse'
import { endedAt, rowPlace } from './row-place'

const sections = ['backbone', 'head']

/** The place at the `|` of a text: cell, item and depth, and what is written there. */
function at(marked: string) {
  const offset = marked.indexOf('|')
  const place = rowPlace(marked.replace('|', ''), offset, sections)
  return place && `${place.cell} ${place.item} ${place.depth} ${place.typed}`.trimEnd()
}

const row = (written: string) => at(`nc: 80\nbackbone:\n  # [from, repeats, module, args]\n  - ${written}\n  - [-1, 1, Conv, [64]]\n`)

describe('the place in a row', () => {
  test.each([
    ['[|', 'from 0 0'],
    ['[-1|', 'from 0 0 -1'],
    ['[[-1, |6], 1, Concat, [1]]', 'from 1 1'],
    ['[-1, 3|', 'repeats 0 0 3'],
    ['[-1, 1, Co|nv, [64]]', 'module 0 0 Co'],
    ['[-1, 1, "Co|', 'module 0 0 Co'],
    ['[-1, 1, Conv, |', 'args 0 0'],
    ['[-1, 1, Conv, [64, 3|', 'args 1 1 3'],
    ['[-1, 1, Conv, [64, [3, 3|', 'args 1 2 3'],
    ["[-1, 1, X, ['a, [b', Tr|", 'args 1 1 Tr'],
    ['[-1, 1, Conv, # one\n     [64, |', 'args 1 1'],
  ])('%s', (written, expected) => expect(row(written)).toBe(expected))

  test('is none behind a row, in its comment, and in a list that holds no rows', () =>
    expect([row('[-1, 1, Conv, [64]]|'), row('[-1, 1, Conv, [64]] # [|'), row('[-1, 1, # |'), at('scales:\n  n: [0.33, |')]).toEqual(
      Array(4).fill(undefined),
    ))

  test('is found in rows of one flow list', () =>
    expect([
      at('head: [[-1, 1, C|'),
      at('head:\n  [[-1, 1, C|'),
      at('head:\n  [[-1, 1, Conv, [64]],\n   [[-1, 6|'),
      at('head:\n  [\n   [-1, 1, C|'),
    ]).toEqual(['module 0 0 C', 'module 0 0 C', 'from 1 1 6', 'module 0 0 C']))
})

test('a row ended where it is being written can be read, with all that was written of it', () => {
  const text = "backbone:\n  - [-1, 1, Conv, [64, 3, 2]]\n  - [[-1, 0], 1, X, [64, [3, 'a"
  const { rows } = readDocument(endedAt(text, text.length, rowPlace(text, text.length, sections)!))
  expect(rows.map(({ module, args }) => [module.text, args.map(({ text: written }) => written)])).toEqual([
    ['Conv', ['64', '3', '2']],
    ['X', ['64', "[3, 'a']"]],
  ])
})
