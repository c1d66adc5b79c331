import { describe, expect, test } from 'vitest'
import {
  type ShapeTree,
  hintOf,
  isTensorType,
  leavesOf,
  modulesOf,
  parametersOf,
  elements,
  stateDict,
  typesOf,
} from '../graph-core/symbolic'
import { type FixtureOutput, fixtureCases } from './tests/fixture-cases'

const dtypes: { readonly [dtype: string]: string } = { f32: 'F32', i64: 'I64' }

/** Every tensor of a returned nest with its path, as the fixtures write both. */
function outputsIn(tree: ShapeTree, path = ''): Pick<FixtureOutput, 'path' | 'shape' | 'dtype'>[] {
  if (tree === null) return []
  if (isTensorType(tree)) return [{ path: path === '' ? '.' : path, shape: tree.shape.map(hintOf), dtype: dtypes[tree.dtype] as 'F32' }]
  return Object.entries(tree).flatMap(([key, value]) =>
    outputsIn(value as ShapeTree, Array.isArray(tree) ? `${path}[${key}]` : `${path}.${key}`),
  )
}

const expectedOutputs = (outputs: readonly FixtureOutput[]) => outputs.map(({ path, shape, dtype }) => ({ path, shape, dtype }))

function countByType(modules: Iterable<{ readonly definition: { readonly name: string } }>) {
  const counts: Record<string, number> = {}
  for (const { definition } of modules) counts[definition.name] = (counts[definition.name] ?? 0) + 1
  return counts
}

describe.each(fixtureCases())('$id', ({ entry, build, trace }) => {
  test('has the names, shapes and order of the state_dict PyTorch has', () => {
    const ours = [...stateDict(build())].map(([name, t]) => [name, { shape: t.shape, dtype: dtypes[t.dtype] }])
    expect(ours).toEqual(Object.entries(entry.state_dict))
  })

  test('has the parameters, modules and leaves PyTorch counts', () => {
    const modules = modulesOf(build())
    const params = [...parametersOf(modules)].reduce((n, p) => n + elements(p.shape), 0)
    const leaves = countByType(leavesOf(modules))
    expect({ params, modules: modules.size, leaves }).toEqual({ params: entry.params, modules: entry.modules, leaves: entry.leaf_types })
  })

  test('returns the nest and shapes PyTorch returns, in evaluation and in training', () => {
    const ours = { eval: outputsIn(typesOf(trace('eval').output)), raw: entry.train_outputs && outputsIn(typesOf(trace('raw').output)) }
    expect(ours).toEqual({ eval: expectedOutputs(entry.outputs), raw: entry.train_outputs && expectedOutputs(entry.train_outputs) })
  })

  test('overwrites the inputs PyTorch overwrites', () => {
    const { inputs } = trace('eval')
    expect(inputs.flatMap((x, i) => (x.current === x ? [] : [i]))).toEqual(entry.mutates_inputs ?? [])
  })
})
