import { describe, expect, test } from 'vitest'
import { readDocument } from '../../graph-core/yaml/parse'
import { yaml } from '../../graph-core/yaml/template'
import { difference } from '../app/format'
import { builtin } from '../../kernels'
import { createSession, rowArguments } from '../session'
import { channelArithmetic, channelStep } from './channel-arithmetic'
import { commonArguments, readField, valueOf } from './fields'
import { readTyped } from './read-typed'
import { issuesOfRow } from './row-issues'

const document = readDocument(yaml`
  nc: 80
  scales:
    n: [0.33, 0.25, 1024]
    x: [1.00, 1.25, 512]
  backbone:
    - [-1, 1, Conv, [64, 3, 2]]
`)

describe('channel arithmetic', () => {
  const at = (scale: string, written: number, target = 'ultralytics@8.4') => channelArithmetic(document, { scale, target }, written)
  test('shows width, cap and rounding', () =>
    expect([at('n', 1024), at('x', 1024), at('n', 100)]).toEqual([
      '1024 → min(1024, 1024) × 0.25 = 256 → 256',
      '1024 → min(1024, 512) × 1.25 = 640 → 640',
      '100 → min(100, 1024) × 0.25 = 25 → 32',
    ]))
  test('says where a number equal to nc is left alone', () => expect(at('n', 80, 'ultralytics@8.3.63')).toBe('80 = nc → 80'))
})

test('what is typed into a field is read as Python would', () =>
  expect(['8', ' -1 ', 'True', 'None', '[3, 5]', 'nearest', "'mean'", ''].map((typed) => readTyped(typed, { kind: 'int' }))).toEqual([
    8,
    -1,
    true,
    null,
    [3, 5],
    'nearest',
    'mean',
    undefined,
  ]))

test('a float keeps its point', () => expect(readTyped('1', { kind: 'float' })).toEqual({ float: 1 }))

test('a difference is one between the numbers as shown', () =>
  expect([difference(9.0672, 8.8575, 1), difference(8.912, 8.869, 1), difference(10, 34), difference(3_170_864, 3_157_200)]).toEqual([
    '+0.2',
    '',
    '−24',
    '+13,664',
  ]))

test('a step of a channel number is one of the built number', () =>
  expect([0.25, 0.5, 0.75, 1.25].map((width) => channelStep({ channelMultiple: 8, width }))).toEqual([32, 16, 16, 8]))

function open(text: string) {
  const session = createSession({ host: { save: () => Promise.resolve(undefined) }, library: builtin })
  session.open(text)
  const { document: rows, report } = session.getSnapshot()
  return { session, argsOf: (i: number) => rowArguments(rows, report, builtin, i) }
}

const several = yaml`
  nc: 80
  backbone:
    - [-1, 1, Conv, [64, 3, 2]]
    - [-1, 1, Conv, [128, 3]]
    - [-1, 3, C2f, [128, True]]
`

describe('of several rows', () => {
  const { argsOf } = open(several)
  test('what all write themselves is common, and says where they differ', () => {
    const common = commonArguments([argsOf(0), argsOf(1)])
    const told = common.slice(0, 4).map(({ name, role, cells }) => [name, valueOf(cells, role)])
    expect(told).toEqual([
      ['c2', { written: null, value: undefined, isMixed: true }],
      ['k', { written: '3', value: 3, isMixed: false }],
      // The second leaves it out, and 1 holds.
      ['s', { written: null, value: undefined, isMixed: true }],
      ['p', { written: null, value: null, isMixed: false }],
    ])
  })
  test('of unlike blocks only what means the same', () =>
    expect(commonArguments([argsOf(0), argsOf(2)]).map(({ name }) => name)).toEqual(['c2', 'g']))
  test('one argument is written in all as one step', () => {
    const { session } = open(several)
    session.setArg([0, 1], 's', 4)
    expect(session.text()).toBe(several.replace('[64, 3, 2]', '[64, 3, 4]').replace('[128, 3]', '[128, 3, 4]'))
    session.undo()
    expect(session.text()).toBe(several)
  })
})

test('what a block would not take is told before it is written; a name may be one of the model’s', () => {
  const { argsOf } = open(several)
  const { role } = argsOf(0).find(({ name }) => name === 'g')!
  expect(['2', '2.5', '[3, 5]', 'True', 'nc', ''].map((text) => readField(text, role).isWrong)).toEqual([
    false,
    true,
    true,
    false,
    false,
    false,
  ])
})

test('an issue of an argument is told beside its field, all else above', () => {
  const { session, argsOf } = open(several.replace('[64, 3, 2]', '[64, big, 2]').replace('C2f', 'C9f'))
  const { issues, document: rows } = session.getSnapshot()
  const told = [0, 2].map((i) => issuesOfRow(issues, rows, i, argsOf(i)))
  expect(told.map(({ byPosition, others }) => [[...byPosition].map(([k, { code }]) => [k, code]), others.map(({ code }) => code)])).toEqual(
    [
      [[[1, 'arg.wrong-type']], []],
      [[], ['row.unknown-module']],
    ],
  )
})

test('what the header says is changed with undo, its spelling elsewhere kept', () => {
  const text = yaml`
    nc: 80 # classes
    scales:
      n: [0.33, 0.25, 1024]
    backbone:
      - [-1, 1, Conv, [64, 3, 2]]
  `
  const { session } = open(text)
  session.setHeader(['scales', 'n', 1], readTyped('1', { kind: 'float' }))
  session.setHeader(['nc'], 3)
  expect(session.text()).toBe(text.replace('0.25', '1.0').replace('80', '3'))
  session.undo()
  session.undo()
  expect(session.text()).toBe(text)
})
