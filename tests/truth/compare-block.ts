/** Where our reading of a block differs from what PyTorch answered. */
import { isDeepStrictEqual } from 'node:util'
import { type Array32, distance, modelOf, runOnnx } from '../../graph-core/onnx/tests/run-onnx'
import {
  type ShapeTree,
  elements,
  hintOf,
  isTensorType,
  leavesOf,
  modulesOf,
  parametersOf,
  stateDict,
  typesOf,
} from '../../graph-core/symbolic'
import type { FixtureCase, FixtureOutput } from '../../kernels/tests/fixture-cases'
import { type FixtureExportOptions, exportFixture, fixtureTensors, readFixture } from '../../kernels/tests/fixture-export'

/** The most an output may differ by, as a part of its largest magnitude. */
export const tolerance = 1e-4

const dtypes: { readonly [dtype: string]: string } = { f32: 'F32', i64: 'I64' }

const differ = (what: string, ours: unknown, theirs: unknown): string[] =>
  isDeepStrictEqual(ours, theirs) ? [] : [`${what}: ${JSON.stringify(ours)}, PyTorch ${JSON.stringify(theirs)}`]

/** Every tensor of a returned nest with its path, as the fixtures write both. */
function outputsIn(tree: ShapeTree, path = ''): Pick<FixtureOutput, 'path' | 'shape' | 'dtype'>[] {
  if (tree === null) return []
  if (isTensorType(tree)) return [{ path: path === '' ? '.' : path, shape: tree.shape.map(hintOf), dtype: dtypes[tree.dtype] as 'F32' }]
  return Object.entries(tree).flatMap(([key, value]) =>
    outputsIn(value as ShapeTree, Array.isArray(tree) ? `${path}[${key}]` : `${path}.${key}`),
  )
}

const expectedOutputs = (outputs: readonly FixtureOutput[]) => outputs.map(({ path, shape, dtype }) => ({ path, shape, dtype }))

/** Leaves by the name Python's class has. */
function countByType(modules: Iterable<{ readonly definition: { readonly name: string } }>) {
  const counts: Record<string, number> = {}
  for (const { definition } of modules) counts[definition.name] = (counts[definition.name] ?? 0) + 1
  return counts
}

/** Differences in names, shapes and order of the state_dict. */
export function namesDiffer({ entry, build }: FixtureCase): string[] {
  const ours = [...stateDict(build())].map(([name, t]) => [name, { shape: t.shape, dtype: dtypes[t.dtype] }])
  return differ('state_dict', ours, Object.entries(entry.state_dict))
}

/** Differences in parameters, modules and leaves. */
export function countsDiffer({ entry, build }: FixtureCase): string[] {
  const modules = modulesOf(build())
  const params = [...parametersOf(modules)].reduce((n, p) => n + elements(p.shape), 0)
  const ours = { params, modules: modules.size, leaves: countByType(leavesOf(modules)) }
  return differ('counts', ours, { params: entry.params, modules: entry.modules, leaves: entry.leaf_types })
}

/** Differences in the nest and the shapes returned, in evaluation and in training. */
export function outputsDiffer({ entry, trace }: FixtureCase): string[] {
  const trained = entry.train_outputs
  return [
    ...differ('outputs', outputsIn(typesOf(trace('eval').output)), expectedOutputs(entry.outputs)),
    ...(trained === undefined ? [] : differ('training outputs', outputsIn(typesOf(trace('raw').output)), expectedOutputs(trained))),
  ]
}

/** Differences in which inputs are overwritten. */
export function mutationsDiffer({ entry, trace }: FixtureCase): string[] {
  const ours = trace('eval').inputs.flatMap((x, i) => (x.current === x ? [] : [i]))
  return differ('overwritten inputs', ours, entry.mutates_inputs ?? [])
}

type Tensors = { readonly [name: string]: Array32 }

/** Outputs that are not what was expected. Training maps t0, t1, … are outputs y0, y1, … of their model. */
function valuesDiffer(what: string, got: Tensors, expected: Tensors): string[] {
  return Object.entries(expected).flatMap(([name, y]) => {
    const d = distance(got[name.replace('t', 'y')], y)
    return d <= tolerance ? [] : [`${what} ${name} differs by ${d.toExponential(1)}`]
  })
}

/** The class of each box of an end-to-end head, which no tolerance applies to: the sixth number of each. */
function classes({ y0 }: Tensors, entry: FixtureCase['entry']): number[] {
  const width = y0?.shape[2] ?? 0
  const isBest = entry.outputs.some(({ path }) => path.includes('one2one')) || width === 6
  return isBest && y0?.shape.length === 3 && width >= 6 ? Array.from(y0.data).filter((_, i) => i % width === 5) : []
}

/** Differences of the block's ONNX on onnxruntime's CPU, in the forms it is written in, in evaluation and in training. */
export async function onnxDiffers(c: FixtureCase): Promise<string[]> {
  const fixture = await readFixture(c)
  const [x, y, t] = [await fixtureTensors(fixture, 'x'), await fixtureTensors(fixture, 'y'), await fixtureTensors(fixture, 't')]
  const run = (options: FixtureExportOptions) => runOnnx(modelOf(exportFixture(c, fixture, options)), x)
  const forms = { folded: {}, plain: { fold: false }, newest: { opset: 21 } } as const
  const found: string[] = []
  for (const [form, options] of Object.entries(forms)) {
    const got = await run(options)
    found.push(...valuesDiffer(form, got, y), ...differ(`${form} classes`, classes(got, c.entry), classes(y, c.entry)))
  }
  if (c.entry.train_outputs !== undefined) found.push(...valuesDiffer('training', await run({ mode: 'raw' }), t))
  return found
}

/** Every difference of a block. */
export async function blockDifferences(c: FixtureCase): Promise<string[]> {
  return [...namesDiffer(c), ...countsDiffer(c), ...outputsDiffer(c), ...mutationsDiffer(c), ...(await onnxDiffers(c))]
}
