/**
 * Any value in any place of a model: analysis gives a report whose every issue has a code and a place inside the text, in bounded work, and
 * never throws. A failing seed becomes a named test.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Report, analyze } from '../../graph-core/analysis'
import { csvTable, markdownTable, textTable } from '../../graph-core/exporters/table'
import { issueKinds } from '../../graph-core/issues/codes'
import { parse } from '../../graph-core/yaml/parse'
import { builtin } from '../../kernels'
import { infoJson } from './commands/info'

const names = [...builtin.blocks.map((b) => b.blockName), ...builtin.layers.map((l) => `nn.${l.definition.name}`)]

/** A number as it may stand in a file: sizes, slips and monsters. */
const number = fc.oneof(
  fc.integer({ min: -4, max: 70 }).map(String),
  fc.constantFrom(
    '64',
    '256',
    '1e308',
    '1.0e+308',
    '-1.0e+308',
    '1000000000',
    '1000000000000',
    `1${'0'.repeat(30)}`,
    '0.5',
    '-0.0',
    '.inf',
    '-.inf',
    '.nan',
    '0x10',
    '010',
    '1_000',
    '1.5',
  ),
)
const word = fc.constantFrom(
  ...names,
  'nc',
  'None',
  'True',
  'null',
  '~',
  "''",
  '__proto__',
  'constructor',
  'nn.ReLU()',
  '"(1, 2)"',
  '"[1]"',
  '"{1: 2}"',
  '2024-01-01',
  'nearest',
  '"\\n"',
  'é模',
)
const scalar = fc.oneof({ weight: 3, arbitrary: number }, word)
const value = fc.letrec<{ value: string; list: string }>((tie) => ({
  value: fc.oneof(
    { weight: 5, arbitrary: scalar },
    { weight: 2, arbitrary: tie('list') },
    { weight: 1, arbitrary: fc.constant('{a: 1, 2: [3]}') },
  ),
  list: fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(', ')}]`),
})).value

const args = fc.array(value, { maxLength: 6 }).map((items) => `[${items.join(', ')}]`)
const from = fc.oneof({ weight: 6, arbitrary: fc.constant('-1') }, fc.constantFrom('[-1, 0]', '[-1]', '0', '[0, 0, -1]'), value)
const repeats = fc.oneof({ weight: 6, arbitrary: fc.constant('1') }, value)
const module = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...names) }, value)
/** Mostly a row that means something. */
const row = fc.oneof(
  { weight: 10, arbitrary: fc.tuple(from, repeats, module, fc.oneof(args, value)).map((cells) => `[${cells.join(', ')}]`) },
  value,
)
const header = fc.array(
  fc.tuple(
    fc.constantFrom(
      'nc',
      'ch',
      'scales',
      'scale',
      'depth_multiple',
      'width_multiple',
      'activation',
      'reg_max',
      'end2end',
      'kpt_shape',
      'graft',
      'names',
      '<<',
    ),
    fc.oneof(
      value,
      fc.constantFrom('{n: [1, 0.5, 64]}', '{n: [1.0e+308, 1, 1]}', '{v: 1, target: ultralytics@8.3.63}', 'nn.LeakyReLU(0.1)'),
    ),
  ),
  { maxLength: 3 },
)

const write = (entries: readonly (readonly [string, string])[], backbone: readonly string[], head: readonly string[]) => {
  const list = (rows: readonly string[]) => rows.map((r) => `  - ${r}\n`).join('')
  return `${entries.map(([k, v]) => `${k}: ${v}\n`).join('')}backbone:\n${list(backbone)}head:\n${list(head)}`
}

/** What is wrong with a report, whatever the model was. */
function faults(text: string, report: Report): string[] {
  const lines = text.split('\n')
  const misplaced = report.issues.filter(({ code, message, cure, where: { range } }) => {
    const [line, column] = range ?? [0, 0]
    const isInside = line >= 1 && line <= lines.length && column >= 1 && column <= lines[line - 1]!.length + 1
    return !(code in issueKinds) || message === '' || cure === '' || !isInside
  })
  const isBroken = report.rows.some((r) => r.status === 'failed') && !report.issues.some((i) => i.severity === 'error')
  return [...misplaced.map((i) => JSON.stringify(i)), ...(isBroken ? ['a row failed without an error'] : [])]
}

function check(text: string): void {
  const start = performance.now()
  const { document } = parse(text)
  const report = analyze(document, builtin)
  for (const print of [textTable, markdownTable, csvTable]) print(report)
  JSON.stringify(infoJson(report))
  expect({ faults: faults(text, report), isSlow: performance.now() - start > 3000 }).toEqual({ faults: [], isSlow: false })
}

const runs = { numRuns: 400 }

describe('never throws and places every issue, with', () => {
  test('any rows', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (rows) =>
        check(write([['nc', '80']], ['[-1, 1, Conv, [64, 3, 2]]', ...rows], [])),
      ),
      runs,
    )
  })

  test('any header over a sound model', () => {
    const rows = ['[-1, 1, Conv, [64, 3, 2]]', '[-1, 3, C2f, [128, True]]', '[-1, 1, SPPF, [128, 5]]']
    fc.assert(
      fc.property(header, (entries) => check(write(entries, rows, ['[[1, 2], 1, Detect, [nc]]']))),
      runs,
    )
  })

  test('any one argument of every block', () => {
    const position = fc.tuple(fc.constantFrom(...names), fc.array(fc.oneof(number, value), { maxLength: 5 }))
    fc.assert(
      fc.property(position, ([name, cells]) =>
        check(
          write(
            [['nc', '80']],
            ['[-1, 1, Conv, [64, 3, 2]]', `[-1, 1, ${name}, [${cells.join(', ')}]]`],
            [`[[0, 0, 0], 1, ${name}, [${cells.join(', ')}]]`],
          ),
        ),
      ),
      { numRuns: 800 },
    )
  })

  test('any edit of a sound text', () => {
    const text = write([['nc', '80']], ['[-1, 1, Conv, [64, 3, 2]]', '[-1, 3, C2f, [128, True]]'], ['[[0], 1, Detect, [nc]]'])
    const edit = fc.tuple(
      fc.nat(text.length),
      fc.nat(12),
      fc.oneof(value, fc.constantFrom('\n', ': ', '- ', '[', ']', '"', '#', '&a ', '*a', '!!x ', '\t', '\u0000', '')),
    )
    fc.assert(
      fc.property(edit, ([at, length, inserted]) => check(text.slice(0, at) + inserted + text.slice(at + length))),
      runs,
    )
  })
})
