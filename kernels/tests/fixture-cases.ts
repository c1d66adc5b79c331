/** The cases of `kernels/fixtures`, each as something that can be built and traced. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { yoloOverrides } from '../../graph-core/dialects/dialect'
import {
  type ArgValue,
  type Dim,
  Env,
  type Module,
  Sizes,
  type Target,
  type Tensor,
  type TensorType,
  Trace,
  type Value,
  isModule,
} from '../../graph-core/symbolic'
import { builtin } from '..'
import * as nn from '../layers/nn'

export interface FixtureOutput {
  readonly key: string
  /** Where in the returned nest the tensor was: `.`, `[1].boxes`. */
  readonly path: string
  readonly shape: readonly number[]
  readonly dtype: 'F32' | 'I64'
}

/** An entry of `index.json`, as far as tests read it. */
export interface FixtureEntry {
  readonly name: string
  readonly variant: string
  readonly family: string
  readonly file: string
  readonly args: readonly JsonArg[]
  readonly kwargs: { readonly [name: string]: JsonArg }
  readonly input_style: 'tensor' | 'list' | 'args' | 'list+last'
  readonly input_shapes: readonly (readonly number[])[]
  /** For lists of lists: which inputs stand where. */
  readonly input_nest?: readonly (number | readonly number[])[]
  readonly outputs: readonly FixtureOutput[]
  readonly train_outputs?: readonly FixtureOutput[]
  readonly params: number
  readonly modules: number
  readonly leaf_types: { readonly [type: string]: number }
  readonly state_dict: { readonly [name: string]: { readonly shape: readonly number[]; readonly dtype: string } }
  readonly tags?: { readonly legacy?: boolean; readonly stride?: readonly number[]; readonly max_det?: number }
  readonly mutates_inputs?: readonly unknown[]
  readonly notes: string
}

type JsonArg = null | boolean | number | string | readonly JsonArg[] | { readonly nn: string }

/** A trace of a case with the placeholders of its inputs. */
export interface CaseTrace {
  readonly trace: Trace
  readonly module: Module
  readonly inputs: readonly Tensor[]
  readonly output: Value
}

export interface FixtureCase {
  /** `ultralytics/C2f/0`. */
  readonly id: string
  readonly entry: FixtureEntry
  readonly target: Target
  /** Path of the `.safetensors` file with the weights (`w/…`), inputs (`x…`) and outputs (`y…`, `t…`). */
  readonly file: string
  readonly env: () => Env
  readonly build: () => Module
  readonly inputTypes: (shapes?: readonly (readonly Dim[])[]) => TensorType[]
  /** Runs the module on its inputs' shapes, or on others. */
  readonly trace: (mode: 'eval' | 'raw', shapes?: readonly (readonly Dim[])[]) => CaseTrace
}

const folder = fileURLToPath(new URL('../fixtures/', import.meta.url))

const targets: { readonly [family: string]: Target } = {
  ultralytics: { id: 'ultralytics@8.4', base: 'ultralytics', version: [8, 4] },
  ultralytics83: { id: 'ultralytics@8.3.63', base: 'ultralytics', version: [8, 3, 63] },
  attention: { id: 'ultralytics@8.4', base: 'ultralytics', version: [8, 4] },
  yolov5: { id: 'yolov5', base: 'yolov5', version: [7, 1] },
}

/** Where the blocks of a family are, where that is not the library of its target. */
const libraries: { readonly [family: string]: string } = { attention: 'graft' }

/** All cases whose `id` the pattern matches. */
export function fixtureCases(pattern = /^/): FixtureCase[] {
  const index = JSON.parse(readFileSync(`${folder}index.json`, 'utf8')) as { entries: FixtureEntry[] }
  return index.entries.map(caseOf).filter(({ id }) => pattern.test(id))
}

/** The one case of that id; throws where there is none. */
export function fixtureCase(id: string): FixtureCase {
  const found = fixtureCases().find((c) => c.id === id)
  if (found === undefined) throw new Error(`expected a fixture, got "${id}"`)
  return found
}

function caseOf(entry: FixtureEntry): FixtureCase {
  const target = targets[entry.family]
  if (target === undefined) throw new Error(`expected a known family, got "${entry.family}"`)
  const env = () =>
    new Env(target, {
      act: nn.SiLU(),
      nc: 80,
      legacy: entry.tags?.legacy ?? true,
      scale: '',
      regMax: 16,
      end2end: false,
      maxDet: entry.tags?.max_det ?? 300,
    })
  const build = () => {
    const definition = builtin.resolve(entry.name, target, [libraries[entry.family] ?? target.base])
    if (definition === undefined) throw new Error(`expected a block for the fixture, got ${entry.family}/${entry.name}`)
    const positional = entry.args.map(argOf)
    const keywords = Object.fromEntries(Object.entries(entry.kwargs).map(([name, value]) => [name, argOf(value)]))
    return definition.kind === 'layer' ? definition.construct(positional, keywords) : definition.construct(env(), positional, keywords)
  }
  const inputTypes = (shapes: readonly (readonly Dim[])[] = entry.input_shapes) =>
    shapes.map((shape): TensorType => ({ shape, dtype: 'f32' }))
  return {
    id: `${entry.family}/${entry.name}/${entry.variant}`,
    entry,
    target,
    file: folder + entry.file,
    env,
    build,
    inputTypes,
    trace(mode, shapes) {
      const trace = new Trace({ mode, strides: entry.tags?.stride ?? null, overrides: yoloOverrides })
      const inputs = inputTypes(shapes).map((type) => trace.input(type))
      const module = build()
      return { trace, module, inputs, output: trace.call(module, inputOf(entry, inputs)) }
    },
  }
}

function argOf(value: JsonArg): ArgValue {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return (value as readonly JsonArg[]).map(argOf)
  const { nn: text } = value as { nn: string }
  const module = builtin.readModule(text)
  if (!isModule(module)) throw new Error(`expected the text of a module, got "${text}"`)
  return module
}

/** What PyTorch was called with. Sizes among the arguments are no tensors: the notes say them. */
export function inputOf(entry: FixtureEntry, inputs: readonly Tensor[]): Value {
  if (entry.input_style === 'tensor') return inputs[0]!
  if (entry.input_nest !== undefined)
    return entry.input_nest.map((at) => (typeof at === 'number' ? inputs[at]! : at.map((i) => inputs[i]!)))
  if (entry.input_style === 'list') return inputs
  if (entry.input_style === 'list+last') return [inputs.slice(0, -1), inputs.at(-1)!]
  const sizes = /value_shapes=(\[\[[\d, [\]]*\]\])/.exec(entry.notes)
  return sizes === null ? inputs : [...inputs, new Sizes(JSON.parse(sizes[1]!) as number[][])]
}
