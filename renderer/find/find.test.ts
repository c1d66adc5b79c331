import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readDocument } from '../../graph-core/yaml/parse'
import { yaml } from '../../graph-core/yaml/template'
import { builtin } from '../../kernels'
import { rehearse } from '../analyst/rehearsal'
import { createSession } from '../session'
import { createFind } from './find'
import { type Query, findRows } from './query'
import { replace } from './replacement'

const text = yaml`
  nc: 80
  scales:
    n: [0.33, 0.25, 1024]
    s: [0.33, 0.50, 1024]
  backbone:
    - [-1, 1, Conv, [64, 3, 2]]
    - [-1, 1, Conv, [128, 3, 2, None, 1, 1, False]] # keeps its comment
    - [-1, 3, C2f, [128, True]]
    - [-1, 1, CoordAtt, []]
  head:
    - [-1, 1, nn.Upsample, [None, 2, nearest]]
  graft: { v: 1, nodes: { 2: { module: C2f, title: 小目标 } } }
`

const query = (wanted: string, part: Partial<Query> = {}): Query => ({ text: wanted, isRegex: false, isCaseSensitive: false, ...part })

function open(model = text) {
  const session = createSession({ host: { save: () => Promise.resolve(undefined) }, library: builtin })
  session.open(model, 'yolov8n.yaml')
  return session
}

describe('rows are found', () => {
  const found = (wanted: string, part: Partial<Query> = {}) => findRows(readDocument(text), query(wanted, part))
  test('by block, title, arguments and number, whatever the case', () =>
    expect([found('conv'), found('小目标'), found('nearest'), found('#3'), found('#9'), found(' ')]).toEqual([
      [0, 1],
      [2],
      [4],
      [3],
      [],
      [],
    ]))
  test('by a text as it is: a bracket is a bracket', () => expect([found('[64'), found('.*')]).toEqual([[0], []]))
  test('by case and by regular expression where that is asked for', () =>
    expect([
      found('conv', { isCaseSensitive: true }),
      found('^C(onv|2f)$', { isRegex: true }),
      found('128|64', { isRegex: true }),
      found('(', { isRegex: true }),
    ]).toEqual([[], [0, 1, 2], [0, 1, 2], []]))
  test('by the Chinese name of their block', () => {
    const session = open()
    const find = createFind(session)
    find.open()
    find.setQuery({ text: '坐标注意力' })
    expect(find.matches()).toEqual([3])
  })
})

test('one goes from match to match behind what is selected, and round', () => {
  const session = open()
  const find = createFind(session)
  find.open()
  find.setQuery({ text: '128' })
  const { rows } = session.getSnapshot().document
  const seen = ([1, 1, 1, -1] as const).map((by) => {
    find.step(by)
    return [rows.findIndex(({ id }) => id === session.getSnapshot().selection[0]), find.current()]
  })
  expect(seen).toEqual([
    [1, 0],
    [2, 1],
    [1, 0],
    [2, 1],
  ])
})

test('nothing is marked while the bar is closed', () => {
  const find = createFind(open())
  find.setQuery({ text: 'Conv' })
  expect(find.matches()).toEqual([])
})

describe('replacing', () => {
  test('a block keeps arguments that mean something, says what it drops, and is one step', () => {
    const session = open()
    replace(session, { kind: 'block', rows: [0, 1], module: 'GhostConv' })
    const { text: now, notice } = session.getSnapshot()
    expect([now.match(/GhostConv, \[.*?\]/g), notice?.code]).toEqual([
      ['GhostConv, [64, 3, 2]', 'GhostConv, [128, 3, 2, 1, False]'],
      'edit.dropped-args',
    ])
    session.undo()
    expect(session.text()).toBe(text)
  })
  test('values are written otherwise in the rows asked for alone, comments stay, and it is one step', () => {
    const session = open()
    replace(session, { kind: 'values', rows: [1, 2], query: query('128'), by: '256' })
    expect(session.text()).toBe(text.replace('[128, 3', '[256, 3').replace('[128, True', '[256, True'))
    session.undo()
    expect(session.text()).toBe(text)
  })
  test('groups of an expression can be used; in a plain text $1 is a text', () => {
    const session = open()
    replace(session, { kind: 'values', rows: [4], query: query('^near(.*)$', { isRegex: true }), by: 'far$1' })
    expect(session.text()).toContain('farest')
    replace(session, { kind: 'values', rows: [4], query: query('farest'), by: '$1' })
    expect(session.text()).toContain('[None, 2, $1]')
  })
  test('what is no value is refused, and says so', () => {
    const session = open()
    expect([replace(session, { kind: 'values', rows: [0], query: query('64'), by: '[64' }), session.getSnapshot().refusal?.code]).toEqual([
      false,
      'edit.value',
    ])
    expect(session.text()).toBe(text)
  })
})

describe('what is tried on a copy', () => {
  const stock = readFileSync(new URL('../../assets/models/yolov8.yaml', import.meta.url), 'utf8')
  test('is what doing it gives, at the scale that is looked at', () => {
    const session = open(stock)
    session.setScale('m')
    const replacement = { kind: 'block', rows: [2, 4, 6, 8], module: 'C3' } as const
    const { target, scale, imgsz, totals } = session.getSnapshot().report
    const model = { name: 'yolov8n.yaml', text: stock }
    const told = rehearse(builtin, { kind: 'rehearsal', model, target, scale, imgsz, replacement })
    replace(session, replacement)
    expect([told.before, told.after, told.refusal, told.errors]).toEqual([totals, session.getSnapshot().report.totals, null, []])
  })
  test('names the errors it would bring', () => {
    const model = { name: 'yolov8n.yaml', text: stock }
    const replacement = { kind: 'values', rows: [10], query: query('2'), by: '4' } as const
    const told = rehearse(builtin, { kind: 'rehearsal', model, target: 'ultralytics@8.4', scale: 'n', imgsz: [640, 640], replacement })
    expect([told.after, told.errors.length > 0, told.errors[0]?.message.startsWith('Concat (row 11)')]).toEqual([null, true, true])
  })
})
