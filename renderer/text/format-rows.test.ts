import { readFileSync, readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cell } from '../../graph-core/document'
import { readDocument } from '../../graph-core/yaml/parse'
import { applySplices } from '../../graph-core/yaml/splices'
import { evenRows } from './format-rows'

const even = (text: string) => applySplices(text, evenRows(readDocument(text)))
const rowsOf = (...rows: readonly string[]) => `nc: 80\nhead:\n${rows.map((row) => `  - ${row}\n`).join('')}`
const evened = (row: string) => even(rowsOf(row)).split('\n').slice(2, -1).join('\n').slice(4)

describe('spacing in rows', () => {
  test.each([
    ['[-1,1,Conv,[64,3,2]]', '[-1, 1, Conv, [64, 3, 2]]'],
    ['[ -1 ,  1, Conv , [ 64,3 ] ]  # a,b [ c ]', '[-1, 1, Conv, [64, 3]]  # a,b [ c ]'],
    ['[-1, 1, X, [\'a,b\', "c , d", e f]]', '[-1, 1, X, [\'a,b\', "c , d", e f]]'],
    ['[[ -1,6 ],1,Concat,[1,]]', '[[-1, 6], 1, Concat, [1,]]'],
    ['[-1, 1, Conv, # why,so\n     [64,3]]', '[-1, 1, Conv, # why,so\n     [64, 3]]'],
    ['[-1, 1, X, [{a: [1,2]},3]]', '[-1, 1, X, [{a: [1,2]}, 3]]'],
  ])('%s', (written, expected) => expect(evened(written)).toBe(expected))

  test('leaves what stands outside of rows', () => {
    const text = 'nc:  80\nscales:\n  n: [0.33,0.25,1024]\nhead:\n  - [-1, 1, Conv, [64]]\ngraft: {v: 1,a: [1,2]}\n'
    expect(even(text)).toBe(text)
  })

  test('leaves the columns of every template', () => {
    const folder = new URL('../../assets/models/', import.meta.url)
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.yaml'))) {
      const text = readFileSync(new URL(name, folder), 'utf8')
      expect([name, even(text)]).toEqual([name, text])
    }
  })
})

test('evening out changes no value and no comment, and is done when it is done once', () => {
  const gap = fc.constantFrom('', ' ', '  ', ' \n      ', ' # c,[d]\n      ')
  const plain = fc.constantFrom('1', '-1', 'True', 'nc', 'nn.SiLU()', 'a b', "'x, ]'", '"q\\", ["', '{a: 1,b: [2,3]}', '1.0', "don't", '')
  const list = (item: fc.Arbitrary<string>) =>
    fc
      .tuple(fc.array(fc.tuple(gap, item, gap), { maxLength: 4 }), gap)
      .map(([items, end]) => (items.length === 0 ? `[${end}]` : `[${items.map((parts) => parts.join('')).join(',')}]`))
  const row = list(fc.oneof(plain, list(fc.oneof(plain, list(plain)))))
  const values = (cell: Cell): unknown => cell.items?.map(values) ?? [cell.value, cell.style, cell.isFloat]
  const meaning = (text: string) => {
    const { rows, problems } = readDocument(text)
    return [rows.map(({ cell, section }) => [section, values(cell)]), problems.map(({ code }) => code)]
  }
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 3 }), (rows) => {
      const text = rowsOf(...rows)
      const once = even(text)
      expect(meaning(once)).toEqual(meaning(text))
      expect(once.match(/# c,\[d\]$/gm)).toEqual(text.match(/# c,\[d\]$/gm))
      expect(once.replace(/[ \t]/g, '')).toBe(text.replace(/[ \t]/g, ''))
      expect(even(once)).toBe(once)
    }),
    { numRuns: 600 },
  )
})
