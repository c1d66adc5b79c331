import { expect, test } from 'vitest'
import { pythonLiteral } from './python-literal'

const read = (text: string) => {
  const result = pythonLiteral(text)
  return result.ok ? [result.kind, result.value] : result.reason
}

/** What Python 3.11's ast.literal_eval answered. */
test.each([
  ['None', ['none', null]],
  ['True', ['bool', true]],
  ['1e3', ['float', 1000]],
  ['-0x1F', ['int', -31]],
  ['-(1)', ['int', -1]],
  ['1_000', ['int', 1000]],
  [' 1', ['int', 1]],
  ['1 # one', ['int', 1]],
  ['(3, 3)', ['tuple', [3, 3]]],
  ['3,', ['tuple', [3]]],
  ['()', ['tuple', []]],
  ['[1, (2, {3: None})]', ['list', [1, [2, new Map([[3, null]])]]]],
  ['{1, 2}', ['set', [1, 2]]],
  ['set()', ['set', []]],
  ['"a" \'b\\n\'', ['str', 'ab\n']],
  ['r"\\n"', ['str', '\\n']],
])('%j is a literal', (text, expected) => expect(read(text)).toEqual(expected))

test.each([
  'nearest',
  'nn.SiLU()',
  'nn.ReLU(inplace=True)',
  'P3/8',
  '1 + 2',
  '--1',
  'a if b else c',
  '[x for x in y]',
  'lambda x: x',
  'f"{x}"',
  '{**a}',
  'not True',
  '中文',
])('%j is Python but no literal', (text) => expect(read(text)).toBe('value'))

test.each(['', 'a b', '[1,', '010', '1 +', 'class', '"open', '2d', 'x = 1', 'a!', '{1: 2, 3}', '[1, 2]]', 'a\nb', '*a', '"\\x4"'])(
  '%j is no Python',
  (text) => expect(read(text)).toBe('syntax'),
)

test('nothing is run', () => expect(read('__import__("os").system("x")')).toBe('value'))
test('refuses what Python refuses as too deep', () =>
  expect([read('['.repeat(201) + ']'.repeat(201)), read('['.repeat(1e5))]).toEqual(['syntax', 'syntax']))
test('survives a million signs', () => expect(read('-'.repeat(1e6) + '1')).toBe('syntax'))
test('survives comments behind a line break', () => expect(read(`1\n${'#'.repeat(50_000)}\n2`)).toBe('syntax'))
test('survives many operators', () => expect(read('a' + '+a'.repeat(40_000))).toBe('value'))
test('an integer longer than Python reads is no Python', () => expect(read('9'.repeat(5000))).toBe('syntax'))
