import { expect, test } from 'vitest'
import { checkpointMarkdown, checkpointText } from './copy-table'
import { factsOf, namesOf } from './facts'
import { fitCounts, fitRows } from './fit-text'
import { type TableView, groupOf, nextOrder, tableRows } from './tensor-rows'

const tensor = (name: string, shape: readonly number[]) => ({
  name,
  dtype: 'F32',
  shape: [...shape],
  bytes: 4 * shape.reduce((product, size) => product * size, 1),
})
const tensors = [
  tensor('model.0.conv.weight', [16, 3]),
  tensor('model.0.bn.bias', [16]),
  tensor('model.10.m.weight', [100]),
  tensor('anchors', [2]),
]
const shown = (view: Partial<TableView>) =>
  tableRows(tensors, { search: '', order: { by: null, isDescending: false }, isGrouped: true, folded: new Set(), ...view }).map((row) =>
    row.kind === 'group' ? `${row.name}: ${row.tensors}, ${row.values}` : row.label,
  )

test('tensors stand under the row of the model they are of, and others under the first part of their name', () => {
  expect(shown({ folded: new Set(['model.10']) })).toEqual([
    'model.0: 2, 64',
    'conv.weight',
    'bn.bias',
    'model.10: 1, 100',
    'anchors: 1, 2',
    'anchors',
  ])
  expect(['module.model.3.a', 'model.24.anchors', 'fc.weight'].map(groupOf)).toEqual(['module.model.3', 'model.24', 'fc'])
})

test('the largest groups come first when parameters are sorted, and within each the largest tensors', () => {
  expect(shown({ order: { by: 'values', isDescending: true } })).toEqual([
    'model.10: 1, 100',
    'm.weight',
    'model.0: 2, 64',
    'conv.weight',
    'bn.bias',
    'anchors: 1, 2',
    'anchors',
  ])
})

test('every word is looked for in name, type and shape; names are sorted as people count', () => {
  expect(shown({ search: 'f32 [16', isGrouped: false })).toEqual(['model.0.conv.weight', 'model.0.bn.bias'])
  expect(shown({ isGrouped: false, order: { by: 'name', isDescending: true } })[0]).toBe('model.10.m.weight')
})

test('a third click on a head gives the file’s order back', () => {
  const first = nextOrder({ by: null, isDescending: false }, 'bytes')
  const second = nextOrder(first, 'bytes')
  expect([first, second, nextOrder(second, 'bytes')]).toEqual([
    { by: 'bytes', isDescending: true },
    { by: 'bytes', isDescending: false },
    { by: null, isDescending: false },
  ])
})

const summary = { checkpoint: 'c', format: 'pt' as const, tensors: 2, values: 1234, bytes: 4936 }

test('facts that a file does not say are left out, and long ones are cut', () => {
  const facts = factsOf({ ...summary, meta: { epoch: 0, task: '', stride: [8, 16], class: 'x'.repeat(500) } })
  expect(facts.map(([id, text]) => (text.length > 100 ? id : `${id} ${text}`))).toEqual([
    'format PyTorch',
    'size 4.9 kB',
    'tensors 2',
    'values 1,234',
    'class',
    'epoch 0',
    'stride 8, 16',
  ])
})

test('class names are read from a list, from names by index and from the text an exporter writes', () => {
  const of = (names: string | string[] | Record<string, string>) => namesOf({ ...summary, meta: { names } })
  expect([of(['cat']), of({ 0: 'cat', 1: 'dog' }), of(`{0: 'cat', 1: "dog's", 2: 'a\\'b'}`)]).toEqual([
    ['cat'],
    ['cat', 'dog'],
    ['cat', "dog's", "a'b"],
  ])
})

test('a checkpoint is copied as a table, and nothing in it becomes markup', () => {
  const copied = {
    name: '<b>.pt',
    facts: [['Task', 'a|b']] as const,
    heads: ['Name', 'Type', 'Shape', 'Parameters', 'Size'],
    tensors: [tensor('a_b', [2])],
  }
  expect([checkpointMarkdown(copied), checkpointText(copied)]).toEqual([
    '## \\<b>.pt\n\n- **Task**: a\\|b\n\n| Name | Type | Shape | Parameters | Size |\n| --- | --- | --- | ---: | ---: |\n| a\\_b | F32 | [2] | 2 | 8 |\n',
    '<b>.pt\nTask: a|b\n\nName  Type  Shape  Parameters  Size\na_b   F32   [2]             2     8\n',
  ])
})

test('a tensor of another shape is told once, and constants of a network do not count as left', () => {
  const report = {
    carried: ['a'],
    folded: ['n'],
    fresh: [{ name: 'w', shape: [8], held: [4], why: 'shape' as const }],
    left: [
      { name: 'w', shape: [4], wanted: [8], why: 'shape' as const },
      { name: 'i64[2]', shape: [2], wanted: null, why: 'constant' as const },
    ],
  }
  expect([fitCounts(report), fitRows(report).map(({ kind, name }) => `${kind} ${name}`)]).toEqual([
    { taken: 2, all: 3, fresh: 1, left: 1 },
    ['fresh w', 'left i64[2]', 'folded n'],
  ])
})
