import { expect, test } from 'vitest'
import type { WeightTensor } from '../weights/weight-tensor'
import { isNothing, loadByName, loadIssues, matchByName } from './load-by-name'
import { smallConv } from './tests/blocks'
import { seededWeights, stateNames } from './weight-source'

const tensor = (name: string, shape: readonly number[]): WeightTensor => {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(7)
  const bytes = new Uint8Array(values.buffer)
  return {
    name,
    dtype: 'F32',
    shape,
    byteLength: bytes.length,
    read: () => Promise.resolve(bytes),
    toFloat32: () => Promise.resolve(values),
  }
}
const held = (...tensors: WeightTensor[]) => new Map(tensors.map((each) => [each.name, each]))

test('a tensor is carried where name and shape are the same; the rest is fresh, or left', () => {
  const { report } = loadByName(
    held(tensor('conv.weight', [8, 27]), tensor('bn.bias', [8]), tensor('stranger', [1])),
    [['', smallConv()]],
    seededWeights(0),
  )
  expect(report).toEqual({
    carried: ['bn.bias'],
    folded: [],
    fresh: [
      { name: 'conv.weight', shape: [8, 3, 3, 3], held: [8, 27], why: 'shape' },
      ...['bn.weight', 'bn.running_mean', 'bn.running_var'].map((name) => ({ name, shape: [8], held: null, why: 'absent' })),
      { name: 'bn.num_batches_tracked', shape: [], held: null, why: 'absent' },
    ],
    left: [
      { name: 'conv.weight', shape: [8, 27], wanted: [8, 3, 3, 3], why: 'shape' },
      { name: 'stranger', shape: [1], wanted: null, why: 'unknown' },
    ],
  })
})

test('a checkpoint that shares nothing but a counter of batches gives nothing', () => {
  const of = (...tensors: WeightTensor[]) => isNothing(matchByName(held(...tensors), [['', smallConv()]]))
  expect([of(tensor('bn.num_batches_tracked', [])), of(tensor('bn.num_batches_tracked', []), tensor('bn.bias', [8]))]).toEqual([
    true,
    false,
  ])
})

test('what is carried has the checkpoint’s values, what is fresh those it starts with', async () => {
  const module = smallConv()
  const starting = seededWeights(3)
  const { source } = loadByName(held(tensor('bn.bias', [8])), [['', module]], starting)
  const values = await Promise.all(
    [...stateNames([['', module]])].map(async ([param, name]) => [name, await source(name, param), await starting(name, param)] as const),
  )
  const wrong = values.filter(([name, found, start]) => String(found) !== String(name === 'bn.bias' ? new Float32Array(8).fill(7) : start))
  expect(wrong.map(([name]) => name)).toEqual([])
})

test('the issues count as the libraries do, and a checkpoint that fits gives none', () => {
  const all = held(...[...stateNames([['', smallConv()]])].map(([{ shape }, name]) => tensor(name, shape)))
  const some = held(tensor('bn.bias', [8]), tensor('stranger', [1]))
  const issuesOf = (tensors: typeof all) => loadIssues(loadByName(tensors, [['', smallConv()]], seededWeights(0)).report)
  expect([issuesOf(all), issuesOf(some).map(({ severity, message }) => [severity, message])]).toEqual([
    [],
    [
      ['warning', 'Transferred 1/6 tensors; these keep their starting values: conv.weight, bn.weight, bn.running_mean and 2 more.'],
      ['warning', 'The model has no place for stranger.'],
    ],
  ])
})
