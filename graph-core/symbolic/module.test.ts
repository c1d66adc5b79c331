import { expect, test } from 'vitest'
import '../../kernels/ops/methods'
import * as nn from '../../kernels/layers/nn'
import {
  type Module,
  type Tensor,
  type Tree,
  Env,
  Trace,
  buffer,
  deepCopy,
  defineBlock,
  elements,
  fuse,
  init,
  int,
  modulesOf,
  param,
  parametersOf,
  stateDict,
  tensorAt,
  unregistered,
} from '.'

const target = { id: 'ultralytics@8.4', base: 'ultralytics', version: [8, 4] }
const env = () => new Env(target, { act: nn.SiLU(), nc: 80, legacy: true, scale: '', regMax: 16, end2end: false, maxDet: 300 })
const image = { shape: [1, 4, 8, 8], dtype: 'f32' } as const

/** A block that registers this and applies every module of it in turn. */
const blockOf = (build: () => Tree) => defineBlock('Sample', { library: 'test', args: {}, build, forward: (_, x: Tensor) => x })(env())

const names = (module: Parameters<typeof stateDict>[0]) => [...stateDict(module)].map(([name]) => name)
const countParams = (module: Parameters<typeof stateDict>[0]) =>
  [...parametersOf(modulesOf(module))].reduce((n, p) => n + elements(p.shape), 0)

test('names follow registration: own parameters, own buffers, then children in order', () => {
  const sample = blockOf(() => ({
    conv: nn.Conv2d(4, 4, 1),
    steps: buffer([2], init.zeros),
    gamma: param([1], init.ones),
    list: nn.ModuleList([nn.Identity(), nn.Linear(2, 3, { bias: false })]),
  }))
  expect(names(sample)).toEqual(['gamma', 'steps', 'conv.weight', 'conv.bias', 'list.1.weight'])
})

test('a Sequential inside a block names its weights fc.0.weight, fc.2.weight', () => {
  const sample = blockOf(() => ({ fc: nn.Sequential([nn.Linear(4, 2, { bias: false }), nn.ReLU(), nn.Linear(2, 4, { bias: false })]) }))
  expect(names(sample)).toEqual(['fc.0.weight', 'fc.2.weight'])
})

test('a buffer that is not persistent has no name in the state_dict', () => {
  expect(names(blockOf(() => ({ index: buffer([4], init.zeros, { persistent: false }) })))).toEqual([])
})

test('a name that is an integer is refused: JavaScript would reorder it', () => {
  expect(() => blockOf(() => ({ '0': nn.Identity() }))).toThrow('expected a name that is no integer, got "0" in Sample')
})

test('a module registered twice stands twice in the state_dict and counts once', () => {
  const shared = nn.Linear(2, 3)
  const sample = blockOf(() => ({ a: shared, b: shared }))
  expect({ names: names(sample), params: countParams(sample), modules: modulesOf(sample).size }).toEqual({
    names: ['a.weight', 'a.bias', 'b.weight', 'b.bias'],
    params: 2 * 3 + 3,
    modules: 2,
  })
})

test('a parameter shared by two layers counts once', () => {
  const weight = param([2, 2], init.zeros)
  const sample = blockOf(() => ({ own: weight, inner: blockOf(() => ({ borrowed: weight })) }))
  expect([names(sample), countParams(sample)]).toEqual([['own', 'inner.borrowed'], 4])
})

test('modules in a plain Python list are used and not registered', () => {
  const convs = [nn.Conv2d(4, 4, 1), nn.Conv2d(4, 4, 1)]
  const sample = defineBlock('Sample', {
    library: 'test',
    args: {},
    build: () => ({ convs: unregistered(convs) }),
    forward: (m, x: Tensor) => m.convs.reduce((y, conv) => conv(y), x),
  })(env())
  const trace = new Trace()
  const y = trace.call(sample, trace.input(image)) as Tensor
  expect([names(sample), modulesOf(sample).size, y.shape]).toEqual([[], 1, [1, 4, 8, 8]])
})

test('a deep copy has new modules and keeps what is shared inside shared', () => {
  const act = nn.SiLU()
  const original = nn.Sequential([nn.Sequential([nn.Conv2d(4, 4, 1), act]), nn.Sequential([nn.Conv2d(4, 4, 1), act])])
  const both = blockOf(() => ({ one: original, two: deepCopy(original) }))
  // The block, and twice: a Sequential of two Sequentials, two convolutions, one activation.
  expect([modulesOf(both).size, countParams(both)]).toEqual([1 + 2 * (3 + 2 + 1), 2 * 2 * (4 * 4 + 4)])
})

test('a tensor is found by its path', () => {
  expect(tensorAt(nn.Sequential([nn.Identity(), nn.Linear(2, 3)]), '1.bias').shape).toEqual([3])
})

test('fusing keeps the identity of what it does not change', () => {
  const untouched: Module<Tensor, Tensor> = nn.Sequential([nn.Linear(2, 3)])
  expect(fuse(untouched, { freezes: true })).toBe(untouched)
})

test('reads of the environment are recorded', () => {
  const e = env()
  const block = defineBlock('Sample', {
    library: 'test',
    args: { n: int(1) },
    build: (_, { legacy }) => ({ a: legacy ? null : null }),
    forward: (_, x) => x,
  })
  block(e)
  expect([...e.reads]).toEqual(['legacy'])
})
