import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applySplices, invertSplices } from '../../graph-core/yaml/splices'
import { carried, rebased, splicesBetween } from './splices-between'

const text = fc
  .array(fc.constantFrom('a\n', 'b\n', 'cc', '\r\n', '😀\n', '😁', '\n', 'Conv '), { maxLength: 20 })
  .map((parts) => parts.join(''))

describe('splices between two texts', () => {
  test('lead from the one to the other', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(applySplices(a, splicesBetween(a, b))).toBe(b)
      }),
    )
  })

  test('name only what differs, however far apart', () => {
    const before = 'nc: 80\nhead:\n  - [-1, 1, A]\n  - [15, 1, B]\n  - [-1, 1, C]\n  - [[15, 18], 1, D]\n'
    const after = 'nc: 80\nhead:\n  - [-1, 1, A]\n  - [-1, 1, EMA]\n  - [16, 1, B]\n  - [-1, 1, C]\n  - [[16, 19], 1, D]\n'
    expect(splicesBetween(before, after).map(({ removed, inserted }) => [removed, inserted])).toEqual([
      ['15', '-1, 1, EMA]\n  - [16'],
      ['5, 18', '6, 19'],
    ])
  })

  test('never part the two halves of a character', () => {
    expect(splicesBetween('a😀b', 'a😁b')).toEqual([{ start: 1, removed: '😀', inserted: '😁' }])
  })

  test('a place goes with the text around it', () => {
    const splices = [
      { start: 2, removed: '', inserted: 'xyz' },
      { start: 5, removed: 'ab', inserted: '' },
    ]
    expect([0, 2, 4, 6, 9].map((offset) => carried(offset, splices))).toEqual([0, 5, 7, 8, 10])
  })
})

describe('edits of the same text by two hands', () => {
  test('both are done, whoever comes second', () => {
    const base = 'backbone:\n  - [-1, 1, Conv, [64]]\nhead:\n'
    const mine = splicesBetween(base, base.replace('head:', 'head: # 头部'))
    const theirs = splicesBetween(base, base.replace('[64]', '[128, 3]'))
    expect(applySplices(applySplices(base, theirs), rebased(mine, theirs, base))).toBe(
      'backbone:\n  - [-1, 1, Conv, [128, 3]]\nhead: # 头部\n',
    )
  })

  test('nothing inserted is lost, and what one of them took away is gone', () => {
    const letters = fc.string({ unit: fc.constantFrom('A', 'B'), maxLength: 3 })
    const marked = fc.string({ unit: fc.constantFrom('1', '2'), maxLength: 3 })
    const edits = (inserted: fc.Arbitrary<string>) =>
      fc.array(fc.record({ at: fc.nat(12), length: fc.nat(3), inserted }), { maxLength: 3 }).map((list) => {
        let from = 0
        return list
          .sort((a, b) => a.at - b.at)
          .flatMap(({ at, length, inserted: put }) => {
            if (at < from || at + length > base.length) return []
            from = at + length + 1
            return length === 0 && put === '' ? [] : [{ start: at, removed: base.slice(at, at + length), inserted: put }]
          })
      })
    const base = 'abcdefghijklmnop'
    fc.assert(
      fc.property(edits(letters), edits(marked), (mine, theirs) => {
        const result = applySplices(applySplices(base, theirs), rebased(mine, theirs, base))
        const gone = new Set([...mine, ...theirs].flatMap(({ removed }) => [...removed]))
        const put = (of: typeof mine) => of.flatMap(({ inserted }) => [...inserted]).join('')
        expect({
          kept: result.replace(/[^a-p]/g, ''),
          mine: result.replace(/[^AB]/g, ''),
          theirs: result.replace(/[^12]/g, ''),
        }).toEqual({ kept: [...base].filter((c) => !gone.has(c)).join(''), mine: put(mine), theirs: put(theirs) })
      }),
    )
  })

  test('inverted, they lead back', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(applySplices(b, invertSplices(splicesBetween(a, b)))).toBe(a)
      }),
    )
  })
})
