import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from '../yaml/parse'
import { yaml } from '../yaml/template'
import { issuesOf, updateText } from '.'
import type { Document } from '.'
import { samples } from './model-samples'

/** What reading a text afresh must find as well; ids and the next one are the document's own. */
function content({ nextId: _, ...document }: Document) {
  return { ...document, rows: document.rows.map(({ id: _id, ...row }) => row), issues: issuesOf({ ...document, nextId: 0 }) }
}

const typed = fc.oneof(
  fc.constantFrom(
    ...'a0 .,-#:[]{}\'"&*!|>%@`?~\t=é',
    '模',
    '\u0001',
    '\ud83d',
    '\u2028',
    '\n',
    '\r',
    '',
    ' #',
    '# ',
    ': ',
    '<<',
    '64',
    '1e3',
  ),
  fc.string({ maxLength: 3 }),
)
const key = fc.record({ at: fc.nat(), removed: fc.constantFrom(0, 0, 0, 1, 1, 2, 5), typed })

describe.each(
  Object.entries({
    ...samples,
    odd: '%YAML 1.2\n--- # one # two\nnc: "8 # 0" # c\n? backbone # d\n: - [-1, 1, Conv, [8]] # e\n  - # f\n    - -1\n    - 1\n    - Conv\n    - [8] # g\nabout: |\n  # no comment\n  [1]\n\n# h\nhead: [ # i\n  [-1, 1, "Conv # x", [16]], # j\n]\n... # k\n',
    anchored: 'nc: &n 80 # a\nbackbone:\n  - [-1, 1, Conv, [64]] # b\nhead: []\n',
  }),
)('keys in %s', (_name, text) => {
  test('leave a document that is what reading its text gives', () =>
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 6 }), (keys) => {
        let document = parse(text).document
        for (const { at, removed, typed } of keys) {
          const start = at % (document.text.length + 1)
          document = updateText(document, [{ start, removed: document.text.slice(start, start + removed), inserted: typed }]).document
          expect(content(document)).toEqual(content(parse(document.text).document))
        }
      }),
      { numRuns: Number(process.env['RUNS'] ?? 200) },
    ))
})

const model = yaml`
  # A model: it's small [once
  nc: 80 # classes
  title: 'a # b'
  backbone:
    - [-1, 1, Conv, [64, 3, 2]] # 0
    - [-1, 1, Conv, [128, 3, 2]]
  head:
    - [-1, 1, Detect, [nc]]
`

/** Whether typing behind a piece of the text leaves the rows elsewhere the same objects. */
function isInPlace(behind: string, inserted: string, removed = ''): boolean {
  const { document } = parse(model)
  const start = model.indexOf(behind) + behind.length
  const after = updateText(document, [{ start, removed, inserted }]).document
  return after.rows.at(-1) === document.rows.at(-1)
}

test.each([
  ['a letter of a comment', '# A mod', 'x'],
  ['a sign in a comment', '# A mod', ', ['],
  ['a letter of a comment behind a row', '# 0', ' P1'],
  ['a digit of a row', '[64', '0'],
  ['an argument of a row', '[64, 3, 2', ', None'],
  ['a digit at the end of a value', 'nc: 80', '0'],
])('%s reads nothing else again', (_what, behind, inserted) => expect(isInPlace(behind, inserted)).toBe(true))

test.each([
  ['a comment that begins', 'nc: 80', ' #'],
  ['a bracket that closes a row', '[64', ']'],
  ['a quote in a value', "'a # b", "'"],
  ['a new line in a comment', '# A mod', '\n'],
])('%s has the whole text read', (_what, behind, inserted) => expect(isInPlace(behind, inserted)).toBe(false))
