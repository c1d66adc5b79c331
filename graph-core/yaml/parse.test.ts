import { describe, expect, test } from 'vitest'
import type { Document } from '../document'
import { headerRange, headerValue, rowRange } from '../document'
import { parse } from './parse'
import { yaml } from './template'

const rowsOf = (document: Document) =>
  document.rows.map((row) => [row.from.value, row.repeats.value, row.module.value, row.args.map((arg) => arg.value)])
const codesOf = (text: string) => parse(text).issues.map(({ code, where }) => [code, ...(where.range ?? [])])

describe('a model file', () => {
  const text = yaml`
    nc: 80 # classes
    scales:
      n: [0.33, 0.25, 1024]
    backbone:
      - [-1, 1, Conv, [64, 3, 2]] # 0-P1/2
    head:
      - [[-1, 0], 3, C2f, [None, 1.0, "nearest"]]
  `
  const { document, issues } = parse(text)

  test('gives its rows, backbone first', () =>
    expect(rowsOf(document)).toEqual([
      [-1, 1, 'Conv', [64, 3, 2]],
      [[-1, 0], 3, 'C2f', ['None', 1, 'nearest']],
    ]))
  test('has no issues', () => expect(issues).toEqual([]))
  test('keeps a scale named n', () => expect(headerValue(document, 'scales')).toEqual(new Map([['n', [0.33, 0.25, 1024]]])))
  test('knows which number was written as a float', () =>
    expect(document.rows[1]!.args.map((arg) => arg.isFloat)).toEqual([false, true, false]))
  test('knows where every cell stands', () => {
    const row = document.rows[1]!
    const found = [row.from.items![1]!, row.repeats, row.module, row.args[2]!].map((cell) => text.slice(...rowRange(document, 1, cell)))
    expect(found).toEqual(['0', '3', 'C2f', '"nearest"'])
  })
  test('knows where a header value stands', () => expect(text.slice(...headerRange(document, document.header[0]!))).toBe('80'))
})

test('counts the backbone first even when the head stands before it', () => {
  const { document } = parse(yaml`
    head:
      - [-1, 1, Detect, [nc]]
    backbone:
      - [-1, 1, Conv, [64]]
  `)
  expect(rowsOf(document).map((row) => row[2])).toEqual(['Conv', 'Detect'])
})

test('the last of two equal keys counts, with a warning', () => {
  const { document, issues } = parse('nc: 1\nnc: 2\nbackbone: [[-1, 1, Conv, [3]]]\nhead: []\n')
  expect([headerValue(document, 'nc'), issues.map(({ code, severity }) => [code, severity])]).toEqual([
    2,
    [['yaml.duplicate-key', 'warning']],
  ])
})

test('follows aliases and merge keys', () => {
  const { document, issues } = parse(yaml`
    base: &base { a: 1, b: 2 }
    own:
      <<: *base
      b: 3
    backbone:
      - [-1, 1, Conv, &args [64, 3]]
      - [-1, 1, Conv, *args]
    head: []
  `)
  expect([headerValue(document, 'own'), rowsOf(document)[1], issues]).toEqual([
    new Map([
      ['a', 1],
      ['b', 3],
    ]),
    [-1, 1, 'Conv', [64, 3]],
    [],
  ])
})

test('explicit tags are read as PyYAML reads them', () => {
  const { document } = parse('a: !!str 5\nb: !!float 5\nc: !!int "5"\nbackbone: [[-1, 1, Conv, [3]]]\nhead: []\n')
  expect(['a', 'b', 'c'].map((key) => headerValue(document, key))).toEqual(['5', 5, 5])
})

test('a flow list may close left of its key, as in YOLOv5 files', () =>
  expect(codesOf('backbone:\n  [[-1, 1, Conv, [3]],\n]\nhead: []\n')).toEqual([]))

test('reads a row inside a text block as text', () => {
  const { document } = parse('note: |\n  - [-1, 1, Conv, [3]]\nbackbone:\n  - [-1, 1, Conv, [3]]\nhead: []\n')
  expect([document.rows.length, headerValue(document, 'note')]).toEqual([1, '- [-1, 1, Conv, [3]]\n'])
})

test('reads byte order mark, Windows and old Mac line breaks', () => {
  const lines = ['\uFEFFnc: 80', 'backbone:', '  - [-1, 1, Conv, [64]]', 'head:', '  - [-1, 1, Detect, [nc]]']
  expect(
    ['\r\n', '\r', '\n'].map((lineBreak) => [
      parse(lines.join(lineBreak)).issues.length,
      rowsOf(parse(lines.join(lineBreak)).document).length,
    ]),
  ).toEqual([
    [0, 2],
    [0, 2],
    [0, 2],
  ])
})

test('every wrong row has its issue and place, and the rest is still read', () => {
  const { document, issues } = parse(yaml`
    backbone:
      - [-1, 1, Conv, [64]]
      - 3
      - [-1, 1, Conv]
      - [x, 1, Conv, []]
      - [-1, one, Conv, []]
      - [-1, 1, 7, []]
      - [-1, 1, Conv, 64]
      - [9, 1, Conv, [64]]
      - [[-1, 1.0], 1, Conv, [64]]
      - { a: 1 }
    head:
      - [-1, 1, Detect, [nc]]
  `)
  expect(document.rows.length).toBe(11)
  expect(issues.map(({ code, where }) => [code, where.row, where.range])).toEqual([
    ['row.not-a-list', 1, [3, 5, 3, 6]],
    ['row.cells', 2, [4, 5, 4, 18]],
    ['row.from', 3, [5, 6, 5, 7]],
    ['row.repeats', 4, [6, 10, 6, 13]],
    ['row.module', 5, [7, 13, 7, 14]],
    ['row.args', 6, [8, 19, 8, 21]],
    ['row.from-missing', 7, [9, 6, 9, 7]],
    ['row.from', 8, [10, 6, 10, 15]],
    ['row.not-a-list', 9, [11, 5, 11, 13]],
  ])
})

describe('a text that is no model', () => {
  test.each([
    ['', [['model.empty', 1, 1, 1, 1]]],
    ['# only a comment\n', [['model.empty', 1, 1, 1, 1]]],
    ['- 1', [['model.not-a-mapping', 1, 1, 1, 4]]],
    ['hello', [['model.not-a-mapping', 1, 1, 1, 6]]],
    [
      'nc: 80\n',
      [
        ['model.section-missing', 1, 1, 1, 1],
        ['model.section-missing', 1, 1, 1, 1],
      ],
    ],
    [
      'backbone: 3\nhead:\n',
      [
        ['model.section-not-a-list', 1, 11, 1, 12],
        ['model.section-not-a-list', 2, 1, 2, 5],
      ],
    ],
    ['backbone: []\nhead: []\n', [['model.no-rows', 1, 1, 1, 1]]],
    ['[', [['yaml.syntax', 1, 2, 1, 3]]],
    ['a: "x', [['yaml.syntax', 1, 6, 1, 7]]],
  ])('%j says so', (text, codes) => expect(codesOf(text)).toEqual(codes))
})

describe('hostile text gives an issue', { timeout: 30_000 }, () => {
  const model = 'backbone: [[-1, 1, Conv, [3]]]\nhead: []\n'
  const bomb = `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`).join('\n')}\n`
  test.each([
    ['50 MB', 'a: 1\n'.repeat(1e7), 'yaml.size'],
    ['a line of 10 MB', `a: ${'x'.repeat(1e7)}`, 'yaml.size'],
    ['a list of 500,000 commas', `[${','.repeat(5e5)}]`, 'yaml.size'],
    ['39,000 closing brackets', ']'.repeat(39_000), 'yaml.syntax'],
    ['brackets whose depth quotes hide', `a: ${'["]", '.repeat(6000)}`, 'yaml.depth'],
    ['100,000 open brackets', '['.repeat(1e5), 'yaml.depth'],
    ['20,000 open brackets', '['.repeat(2e4), 'yaml.depth'],
    ['900 brackets', `${model}a: ${'['.repeat(900)}${']'.repeat(900)}`, 'yaml.depth'],
    ['101 brackets', `${model}a: ${'['.repeat(102)}${']'.repeat(102)}`, 'yaml.depth'],
    ['nested dashes', '- '.repeat(1e4), 'yaml.depth'],
    ['nested keys', 'a: '.repeat(1e4), 'yaml.syntax'],
    ['nested question marks', '? '.repeat(1e4), 'yaml.depth'],
    ['an alias bomb', bomb + model, 'yaml.alias'],
    ['an alias inside itself', `a: &a [*a]\n${model}`, 'yaml.alias'],
    ['an alias of nothing', `a: *b\n${model}`, 'yaml.alias'],
    ['a Python tag', `a: !!python/object/apply:os.system ["x"]\n${model}`, 'yaml.tag'],
    ['NUL', `a: x\0y\n${model}`, 'yaml.character'],
    ['a lone surrogate', `a: "\ud800"\n${model}`, 'yaml.character'],
    ['a tab between cells', 'backbone: [[-1,\t1, Conv, [3]]]\nhead: []\n', 'yaml.tab'],
    ['a tab before a comment', `a: 1\t# x\n${model}`, 'yaml.tab'],
    ['a number of 5,000 digits', `nc: ${'9'.repeat(5000)}\n${model}`, 'yaml.large-number'],
    ['a list as key', `? [1]\n: 2\n${model}`, 'yaml.key'],
    ['a date', `a: 2001-12-14\n${model}`, 'yaml.date'],
    ['a merge of a number', `a: { <<: 3 }\n${model}`, 'yaml.merge'],
    ['a row and 500,000 spaces', `backbone:\n  - [-1, 1, Conv, [3]]${' '.repeat(5e5)}x\n`, 'yaml.syntax'],
    ['two documents', `${model}---\n${model}`, 'yaml.syntax'],
  ])('%s', (_name, text, code) => expect(parse(text).issues.map((each) => each.code)).toContain(code))

  test('a tab inside quotes and comments is none', () => expect(codesOf(`a: "x\ty" # \t\nb: |\n  x\ty\n${model}`)).toEqual([]))
  test('a key named __proto__ is a key', () => expect(headerValue(parse(`__proto__: 1\n${model}`).document, '__proto__')).toBe(1))
})
