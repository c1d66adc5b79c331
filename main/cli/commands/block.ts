import { dialectOf, dialects } from '../../../graph-core/dialects'
import { encodeShape } from '../../../graph-core/analysis'
import { issue } from '../../../graph-core/issues/issue'
import {
  type ArgValue,
  Env,
  ShapeError,
  Trace,
  elements,
  isModule,
  leavesOf,
  modulesOf,
  parametersOf,
  stateDict,
  typesOf,
} from '../../../graph-core/symbolic'
import { builtin } from '../../../kernels'
import * as nn from '../../../kernels/layers/nn'
import { exportBlockFile } from '../../services/export/export-onnx'
import { withHostErrors } from '../../services/export/host-errors'
import { type Command, type OptionValues, UsageError, single } from '../command'
import { wholeNumber } from '../model-options'
import { issuesAsText } from '../print-issues'
import { readOnnxOptions, refuse } from './export'

export const block: Command = {
  name: 'block',
  usage:
    'block NAME [--args JSON] [--kwargs JSON] --input 1,64,40,40 [--input ...] [--raw] [--stride 8,16,32] [--legacy true|false] [--max-det N] [--weights F.safetensors] [--dynamic] [--opset 17] [--no-fuse] [--seed N] [--target T] [-o OUT.onnx] [--json]',
  summary: 'One block alone, with constructor arguments as in Python: its weights, shapes and ONNX.',
  options: {
    args: { type: 'string' },
    kwargs: { type: 'string' },
    input: { type: 'string', multiple: true },
    raw: { type: 'boolean' },
    stride: { type: 'string' },
    legacy: { type: 'string' },
    'max-det': { type: 'string' },
    target: { type: 'string' },
    output: { type: 'string', short: 'o' },
    weights: { type: 'string' },
    opset: { type: 'string' },
    dynamic: { type: 'boolean' },
    'no-fuse': { type: 'boolean' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run(positional, options, output) {
    const name = single(positional, 'NAME')
    const asked = readBlockOptions(name, options)
    const onnx = readOnnxOptions(options)
    try {
      const { module, summary } = buildBlock(name, asked)
      output.out(options['json'] === true ? JSON.stringify(summary, null, 2) : describe(summary))
      const { path } = onnx
      if (path === undefined) return 0
      const what = { name, module, inputs: asked.inputs, mode: asked.mode, strides: asked.strides, overrides: asked.dialect.overrides }
      const result = await withHostErrors(path, () => exportBlockFile(what, onnx.export, { path, weights: onnx.weights }))
      if (!result.ok) return refuse(name, result.issues, output)
      if (result.issues.length > 0) output.err(issuesAsText([{ path: name, issues: result.issues }]))
      if (options['json'] !== true) output.out(result.files.map((f) => `${f.path}  ${(f.bytes / 1e6).toFixed(1)} MB`).join('\n'))
      return 0
    } catch (error) {
      if (error instanceof ShapeError) return refuse(name, [issue(error.code, error.message, {}, { cure: error.cure })], output)
      throw error
    }
  },
}

type Asked = ReturnType<typeof readBlockOptions>

function readBlockOptions(name: string, options: OptionValues) {
  const text = (key: string) => options[key] as string | undefined
  const dialect = dialectOf(text('target') ?? dialects[0]!.target.id)
  if (dialect === undefined) throw new UsageError(`there is no target ${text('target')}`)
  const definition = builtin.resolve(name, dialect.target, dialect.libraries)
  if (definition === undefined) throw new UsageError(`${dialect.title} has no block ${name}; \`graft blocks\` lists them`)
  const inputs = ((options['input'] as readonly string[] | undefined) ?? []).map((shape) => numbers('input', shape))
  if (inputs.length === 0) throw new UsageError('--input is missing')
  const [stride, legacy, maxDet] = [text('stride'), text('legacy'), text('max-det')]
  if (legacy !== undefined && legacy !== 'true' && legacy !== 'false') throw new UsageError(`--legacy takes true or false, got ${legacy}`)
  return {
    dialect,
    definition,
    inputs,
    mode: options['raw'] === true ? ('raw' as const) : ('eval' as const),
    strides: stride === undefined ? null : numbers('stride', stride),
    legacy: legacy !== 'false',
    maxDet: maxDet === undefined ? 300 : wholeNumber('max-det', maxDet, [1, 1_000_000]),
    args: readJson('args', text('args') ?? '[]', Array.isArray).map(readValue),
    kwargs: Object.fromEntries(Object.entries(readJson('kwargs', text('kwargs') ?? '{}', isObject)).map(([k, v]) => [k, readValue(v)])),
  }
}

const isObject = (v: unknown): v is { readonly [key: string]: unknown } => typeof v === 'object' && v !== null && !Array.isArray(v)

const numbers = (name: string, text: string) => text.split(',').map((part) => wholeNumber(name, part.trim(), [1, 1_000_000]))

function readJson<T>(name: string, text: string, is: (v: unknown) => v is T): T {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new UsageError(`--${name} is no JSON: ${text}`)
  }
  if (!is(value)) throw new UsageError(`--${name} takes a JSON ${name === 'args' ? 'list' : 'object'}, got ${text}`)
  return value
}

/** A Python value from JSON; `{"nn": "ReLU()"}` stands for a module. */
function readValue(value: unknown): ArgValue {
  if (Array.isArray(value)) return value.map(readValue)
  if (isObject(value) && typeof value['nn'] === 'string') {
    const module = builtin.readModule(value['nn'])
    if (module === undefined || !isModule(module)) throw new UsageError(`${value['nn']} is no module of torch.nn`)
    return module
  }
  return value as ArgValue
}

/** Builds the block and runs it once on its input shapes. Throws ShapeError where PyTorch would raise. */
function buildBlock(name: string, { dialect, definition, args, kwargs, inputs, legacy, maxDet, mode, strides }: Asked) {
  const env = new Env(dialect.target, { act: nn.SiLU(), nc: 80, legacy, scale: '', regMax: 16, end2end: false, maxDet })
  const module = definition.kind === 'block' ? definition.construct(env, args, kwargs) : definition.construct(args, kwargs)
  const trace = new Trace({ mode, strides, overrides: dialect.overrides })
  const tensors = inputs.map((shape) => trace.input({ shape, dtype: 'f32' }))
  const result = trace.call(module, tensors.length === 1 ? tensors[0]! : tensors)
  const modules = modulesOf(module)
  const summary = {
    name,
    type: definition.type,
    target: dialect.target.id,
    params: [...parametersOf(modules)].reduce((sum, p) => sum + elements(p.shape), 0),
    modules: modules.size,
    leaves: leavesOf(modules).size,
    inputs,
    out: encodeShape(typesOf(result)),
    state_dict: [...stateDict(module)].map(([key, tensor]) => ({ name: key, shape: tensor.shape })),
  }
  return { module, summary }
}

function describe({ name, params, modules, leaves, inputs, out, state_dict }: ReturnType<typeof buildBlock>['summary']): string {
  const width = Math.max(0, ...state_dict.map((t) => t.name.length))
  return [
    `${name}: ${params.toLocaleString('en-US')} parameters, ${modules} modules, ${leaves} leaves`,
    `${inputs.map((i) => i.join('×')).join(', ')} → ${JSON.stringify(out)}`,
    ...state_dict.map((t) => `  ${t.name.padEnd(width)}  [${t.shape.join(', ')}]`),
  ].join('\n')
}
