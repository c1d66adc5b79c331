/** Where the values of a model's weights come from: PyTorch's initial distributions, or a checkpoint. Tensors are read one at a time. */
import { type Issue, issue } from '../issues/issue'
import { type AnyModule, type BlockDefinition, Buffer, type Init, type Param, type Tree, modulesOf, stateDict } from '../symbolic'
import { initialise } from '../weights/initialise'
import type { WeightTensor } from '../weights/weight-tensor'

/** The values of a parameter or buffer, row-major, in a new array each time: the exporter may change it. `name` is its place in state_dict. */
export type WeightSource = (name: string, tensor: Param | Buffer) => Float32Array | Promise<Float32Array>

/** Modules with the names they have in a model: `model.4`, or '' for a block alone. */
export type NamedModules = readonly (readonly [path: string, module: AnyModule])[]

/** Names of all parameters and buffers; one registered twice has the first of its names. */
export function stateNames(modules: NamedModules): Map<Param | Buffer, string> {
  const names = new Map<Param | Buffer, string>()
  for (const [path, module] of modules) {
    for (const [name, tensor] of stateDict(module, path === '' ? '' : `${path}.`)) if (!names.has(tensor)) names.set(tensor, name)
  }
  return names
}

/** Starting values that blocks set after construction, as Detect does with its biases. */
export function startingValues(modules: NamedModules, strides: readonly number[]): Map<Param | Buffer, Init> {
  const inits = new Map<Param | Buffer, Init>()
  for (const [, module] of modules) {
    for (const { definition, tree, args } of modulesOf(module)) {
      if (definition.kind !== 'block') continue
      for (const [param, init] of (definition as BlockDefinition).initialise(tree as Tree, args, strides)) inits.set(param, init)
    }
  }
  return inits
}

/** Initial weights. The same seed and name give the same values, whatever else the model holds. */
export function seededWeights(seed: number, inits: ReadonlyMap<Param | Buffer, Init> = new Map()): WeightSource {
  return (name, tensor) => initialise(inits.get(tensor) ?? tensor.init, tensor.shape, seed, name)
}

/** What of a checkpoint fits a model. `source` reads it; where there is an error among the issues it must not be used. */
export interface FittedWeights {
  readonly source: WeightSource
  readonly issues: readonly Issue[]
}

/** Names whose values evaluation never reads. */
const isIgnored = (name: string) => name.endsWith('num_batches_tracked')

/** The weights of a checkpoint by name. Tensors without one fail the export, those that nobody takes are a warning. */
export function checkpointWeights(tensors: ReadonlyMap<string, WeightTensor>, modules: NamedModules): FittedWeights {
  const wanted = new Map<string, Param | Buffer>()
  for (const [path, module] of modules) {
    for (const [name, tensor] of stateDict(module, path === '' ? '' : `${path}.`)) if (!isIgnored(name)) wanted.set(name, tensor)
  }
  const issues = [...missing(wanted, tensors), ...misshapen(wanted, tensors), ...unused(wanted, tensors)]
  const source: WeightSource = (name, tensor) => tensors.get(name)?.toFloat32() ?? unregistered(name, tensor)
  return { source, issues }
}

/** Buffers that state_dict leaves out have their initial values in every checkpoint. */
function unregistered(name: string, tensor: Param | Buffer): Float32Array {
  if (tensor instanceof Buffer && !tensor.persistent) return initialise(tensor.init, tensor.shape, 0, name)
  throw new Error(`expected the checkpoint to hold ${name}`)
}

type Wanted = ReadonlyMap<string, Param | Buffer>
type Held = ReadonlyMap<string, WeightTensor>

function missing(wanted: Wanted, held: Held): Issue[] {
  const names = [...wanted.keys()].filter((name) => !held.has(name))
  return names.length === 0
    ? []
    : [issue('weights.missing', `The checkpoint lacks ${names.length} of ${wanted.size} tensors: ${listed(names)}.`)]
}

function misshapen(wanted: Wanted, held: Held): Issue[] {
  return [...wanted].flatMap(([name, { shape }]) => {
    const found = held.get(name)?.shape
    const isSame = found === undefined || (found.length === shape.length && found.every((d, i) => d === shape[i]))
    return isSame
      ? []
      : [issue('weights.shape', `${name} is [${found.join(', ')}] in the checkpoint and [${shape.join(', ')}] in the model.`)]
  })
}

function unused(wanted: Wanted, held: Held): Issue[] {
  const names = [...held.keys()].filter((name) => !wanted.has(name) && !isIgnored(name))
  return names.length === 0 ? [] : [issue('weights.unused', `The model has no place for ${listed(names)}.`)]
}

const listed = (names: readonly string[]) => names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '')
