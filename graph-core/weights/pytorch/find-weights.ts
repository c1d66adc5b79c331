/** Where in a pickled checkpoint the weights are: trainers wrap them in dicts and models. */
import { CheckpointError } from '../checkpoint-error'
import { PyObject, type PyValue, sequence } from '../pickle/values'
import { quote } from '../strict-json'
import { TensorRecord } from './tensor-record'

export interface FoundWeights {
  /** Keys that lead to them, such as `ema`; none where they are all there is. */
  readonly path: readonly string[]
  /** In the order of the state_dict. */
  readonly tensors: ReadonlyMap<string, TensorRecord>
  /** The model they were pickled with. */
  readonly model: PyObject | null
}

/** In the order they are looked into: the libraries prefer the averaged weights to those of the last step. */
const wrappers = ['ema', 'model', 'state_dict', 'ema_state_dict', 'model_state_dict', 'params_ema', 'params', 'net', 'module', 'weights']

/** Bounds for what shares its parts a thousand times over. Modules of the deepest networks are a tenth of each. */
const deepest = 64
const mostTensors = 100_000
const mostVisits = 500_000

/** Finds the weights. Fails with CheckpointError `no-tensors` where there are none. */
export function findWeights(root: PyValue): FoundWeights {
  const found = lookInto(root, [])
  if (found !== null) return found
  const tensors = collect((add) => flatten(root, '', add))
  if (tensors.size === 0) throw new CheckpointError('no-tensors', 'the file holds no tensors')
  return { path: [], tensors, model: null }
}

function lookInto(value: PyValue, path: readonly string[]): FoundWeights | null {
  if (isModule(value)) return { path, tensors: collect((add) => walkModule(value, '', add)), model: value }
  if (!(value instanceof Map)) return null
  if ([...value.values()].some((each) => each instanceof TensorRecord))
    return { path, tensors: collect((add) => flatten(value, '', add)), model: null }
  if (path.length >= 3) return null
  for (const key of wrappers) {
    const inner = value.get(key)
    const found = inner === undefined ? null : lookInto(inner, [...path, key])
    if (found !== null && found.tensors.size > 0) return found
  }
  return null
}

/** An `nn.Module`: what it is made of stands in dicts of these names. */
function isModule(value: PyValue | undefined): value is PyObject {
  return value instanceof PyObject && value.get('_modules') instanceof Map && value.get('_parameters') instanceof Map
}

type Add = (name: string, value: PyValue) => void

/** Gathers tensors by name; `add` counts everything it is shown, tensor or not. */
function collect(walk: (add: Add) => void): Map<string, TensorRecord> {
  const tensors = new Map<string, TensorRecord>()
  let visits = 0
  walk((name, value) => {
    if (++visits > mostVisits || tensors.size > mostTensors)
      throw new CheckpointError('too-much', 'the file holds more than any checkpoint, or shows the same again and again')
    if (!(value instanceof TensorRecord)) return
    if (tensors.has(name)) throw new CheckpointError('duplicate-name', `two tensors are named ${quote(name)}`)
    tensors.set(name, value)
  })
  return tensors
}

/** As `state_dict` does: a module's parameters, its buffers that are kept, then what is inside. */
function walkModule(module: PyObject, prefix: string, add: Add, depth = 0): void {
  if (depth > deepest) throw new CheckpointError('too-much', `the model is nested more than ${deepest} deep`)
  add(prefix, module)
  const left = module.get('_non_persistent_buffers_set')
  for (const [name, value] of textEntries(module.get('_parameters'))) add(prefix + name, value)
  for (const [name, value] of textEntries(module.get('_buffers'))) {
    if (!(left instanceof Set && left.has(name))) add(prefix + name, value)
  }
  for (const [name, inner] of textEntries(module.get('_modules'))) {
    if (isModule(inner)) walkModule(inner, `${prefix}${name}.`, add, depth + 1)
  }
}

/** Tensors in dicts and lists, by the keys that lead to them. */
function flatten(value: PyValue, name: string, add: Add, depth = 0): void {
  add(name, value)
  if (depth > deepest) return // nothing that is loaded by name lies so deep
  const prefix = name === '' ? '' : `${name}.`
  if (value instanceof Map) for (const [key, each] of textEntries(value)) flatten(each, prefix + key, add, depth + 1)
  else for (const [i, each] of (sequence(value) ?? []).entries()) flatten(each, `${prefix}${i}`, add, depth + 1)
}

function textEntries(dict: PyValue | undefined): [string, PyValue][] {
  if (!(dict instanceof Map)) return []
  return [...dict].flatMap(([key, value]) => (typeof key === 'string' || typeof key === 'number' ? [[String(key), value]] : []))
}
