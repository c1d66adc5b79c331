/** Held for every row of every stock model: its inside adds up to what the table says of it. */
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { yaml } from '../yaml/template'
import { analyze, buildModel, encodeShape } from '../analysis'
import type { Document } from '../document'
import { typesOf } from '../symbolic'
import { readDocument } from '../yaml/parse'
import { descend, traceRow } from './index'

const folder = new URL('../../assets/models/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))

function opened(document: Document, i: number, ...steps: string[]) {
  const row = traceRow(buildModel(document, builtin), analyze(document, builtin), i)
  return row && descend(row.trace, row.call, steps)
}

describe.each(files)('%s', (name) => {
  test('adds up', () => {
    const document = readDocument(readFileSync(new URL(name, folder), 'utf8'), { path: name })
    const model = buildModel(document, builtin)
    const report = analyze(document, builtin)
    const drawn = report.rows.map((_, i) => {
      const { trace, call } = traceRow(model, report, i)!
      const [{ inside }] = descend(trace, call, []) as [ReturnType<typeof descend>[number]]
      const sum = (of: 'params' | 'macs') => inside?.nodes.reduce((all, node) => all + node[of], 0)
      return { out: encodeShape(typesOf(call.output)), params: inside && sum('params')! + inside.unread, macs: sum('macs') }
    })
    const said = report.rows.map(({ out, params, macs, type }) => {
      const isLayer = type.startsWith('torch.nn.')
      return { out: encodeShape(out), params: isLayer ? null : params, macs: isLayer ? undefined : macs }
    })
    expect(drawn).toEqual(said)
  })
})

const small = readDocument(yaml`
  nc: 4
  backbone:
    - [-1, 1, Conv, [16, 3, 2]]
    - [-1, 2, C2f, [16, True]]
    - [-1, 3, Bottleneck, [16]]
  head:
    - [-1, 1, nn.Upsample, [None, 2, nearest]]
    - [[0, 1], 1, Concat, [1]]
    - [9, 1, Conv, [16]]
`)

test('a way leads from a stage to a layer of PyTorch, which has no inside', () => {
  expect(opened(small, 1, 'm.1', 'cv1', 'conv')!.map(({ path, inside }) => [path, inside?.nodes.length ?? null])).toEqual([
    ['', 8],
    ['m.1', 5],
    ['m.1.cv1', 5],
    ['m.1.cv1.conv', null],
  ])
})

test('a way ends where there is nothing of that name, or nothing in it', () => {
  expect(
    [opened(small, 1, 'm.7', 'cv1'), opened(small, 1, 'cv1', 'conv', 'weight'), opened(small, 3, 'x')].map((way) => way!.length),
  ).toEqual([1, 3, 1])
})

test('copies of a row stand one behind the other', () => {
  const [{ inside }] = opened(small, 2) as [ReturnType<typeof descend>[number]]
  expect(inside!.nodes.map(({ path, type }) => [path, ...type])).toEqual([
    ['', 'x'],
    ['0', 'Bottleneck'],
    ['1', 'Bottleneck'],
    ['2', 'Bottleneck'],
    ['', 'y'],
  ])
})

test('a row that cannot be built has no inside', () => expect(opened(small, 5)).toBe(null))
