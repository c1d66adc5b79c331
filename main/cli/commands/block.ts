import { type Dialect, dialects } from '../../../graph-core/dialects'
import { type EncodedShape, encodeShape } from '../../../graph-core/analysis'
import { issue } from '../../../graph-core/issues/issue'
import { nearestName } from '../../../graph-core/nearest'
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
import { arranged } from '../../../graph-core/onnx/block'
import { exportBlockFile } from '../../services/export/export-onnx'
import { withHostErrors } from '../../services/export/host-errors'
import type { WrittenFile } from '../../services/export/write-onnx'
import { type Command, type OptionValues, UsageError, single, textOption } from '../command'
import { readTarget, targetOption, wholeNumber, wholeNumbers } from '../model-options'
import { onnxOptionSpecs, readOnnxOptions, requireNoOnnxOptions, writtenFiles } from '../onnx-options'
import { tellIssues } from '../print-issues'

export const block: Command = {
  name: 'block',
  takes: 'NAME --input 1,64,40,40',
  summary: 'One block alone, with constructor arguments as in Python: its weights, its shapes and its ONNX.',
  options: {
    args: { type: 'string', value: 'JSON', about: 'constructor arguments, c1 included: [64, 128, 3]; {"nn": "ReLU()"} is a module' },
    kwargs: { type: 'string', value: 'JSON', about: 'constructor arguments by name: {"act": false}' },
    input: { type: 'string', multiple: true, value: '1,64,40,40', about: 'the shape of an input; once for each' },
    raw: { type: 'boolean', about: 'a head’s training maps' },
    stride: { type: 'string', value: '8,16,32', about: 'a head’s strides' },
    legacy: { type: 'string', value: 'true|false', about: 'Detect’s older class branch; default true' },
    'max-det': { type: 'string', value: 'N', about: 'boxes a head without NMS keeps; default 300' },
    output: { type: 'string', short: 'o', value: 'OUT.onnx', about: 'writes the block as ONNX: x0, x1, … in, y0, y1, … out' },
    ...onnxOptionSpecs,
    ...targetOption,
    json: { type: 'boolean', about: 'everything, for scripts' },
  },
  examples: [`block C2f --args '[64, 64, 1, true]' --input 1,64,40,40 -o c2f.onnx`, `block Concat --input 1,64,40,40 --input 1,32,40,40`],
  async run(positional, options, output) {
    const name = single(positional, 'NAME')
    const path = textOption(options, 'output')
    if (path === undefined) requireNoOnnxOptions(options, 'it belongs to -o OUT.onnx')
    const [asked, onnx] = [readBlockOptions(name, options), readOnnxOptions(options)]
    try {
      const { module, summary } = buildBlock(name, asked)
      const print = (files: readonly WrittenFile[]) => {
        if (options['json'] === true) output.out(JSON.stringify(path === undefined ? summary : { ...summary, files }, null, 2))
        else output.out([describe(summary), ...(path === undefined ? [] : [writtenFiles(files)])].join('\n'))
      }
      if (path === undefined) {
        print([])
        return 0
      }
      const what = { name, module, inputs: asked.inputs, mode: asked.mode, strides: asked.strides, overrides: asked.dialect.overrides }
      const target = { path, weights: onnx.weights }
      const result = await withHostErrors(path, () => exportBlockFile(what, onnx.export, target), onnx.file)
      tellIssues(name, result.issues, output)
      if (!result.ok) return 1
      print(result.files)
      return 0
    } catch (error) {
      if (error instanceof ShapeError) return tellIssues(name, [issue(error.code, error.message, {}, { cure: error.cure })], output)
      throw error
    }
  },
}

type Asked = ReturnType<typeof readBlockOptions>

function readBlockOptions(name: string, options: OptionValues) {
  const text = (key: string) => textOption(options, key)
  const dialect = readTarget(options) ?? dialects[0]!
  const definition = builtin.resolve(name, dialect.target, dialect.libraries)
  if (definition === undefined) {
    const nearest = nearestName(name, nameBlocks(dialect))
    const cure = nearest === undefined ? 'graft blocks lists them' : `did you mean ${nearest}?`
    throw new UsageError(`${dialect.title} has no block ${name}; ${cure}`)
  }
  const inputs = ((options['input'] as readonly string[] | undefined) ?? []).map((shape) =>
    numbers('input', shape, 'sizes such as 1,64,40,40'),
  )
  if (inputs.length === 0) throw new UsageError('--input is missing')
  const [stride, legacy, maxDet] = [text('stride'), text('legacy'), text('max-det')]
  if (legacy !== undefined && legacy !== 'true' && legacy !== 'false') throw new UsageError(`--legacy takes true or false, got ${legacy}`)
  return {
    dialect,
    definition,
    inputs,
    mode: options['raw'] === true ? ('raw' as const) : ('eval' as const),
    strides: stride === undefined ? null : numbers('stride', stride, 'numbers such as 8,16,32'),
    legacy: legacy !== 'false',
    maxDet: maxDet === undefined ? 300 : wholeNumber('max-det', maxDet, [1, 1_000_000]),
    args: readJson('args', text('args') ?? '[]', Array.isArray).map(readValue),
    kwargs: Object.fromEntries(Object.entries(readJson('kwargs', text('kwargs') ?? '{}', isObject)).map(([k, v]) => [k, readValue(v)])),
  }
}

const isObject = (v: unknown): v is { readonly [key: string]: unknown } => typeof v === 'object' && v !== null && !Array.isArray(v)

const numbers = (name: string, text: string, form: string) => wholeNumbers(name, text, form, [1, 1_000_000])

const nameBlocks = ({ libraries, target }: Dialect) => [
  ...builtin.blocks.filter((b) => libraries.includes(b.library) && b.isIn(target)).map((b) => b.blockName),
  ...builtin.layers.map((l) => `nn.${l.definition.name}`),
]

function readJson<T>(name: string, text: string, is: (v: unknown) => v is T): T {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new UsageError(`--${name} is no JSON: ${text}`)
  }
  if (!isShallow(value)) throw new UsageError(`--${name} is nested more than ${mostNested} deep`)
  if (!is(value)) throw new UsageError(`--${name} takes a JSON ${name === 'args' ? 'list' : 'object'}, got ${text}`)
  return value
}

/** Deeper than any argument; what reads values goes as deep as they do. */
const mostNested = 50

function isShallow(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth < mostNested && Object.values(value).every((v) => isShallow(v, depth + 1))
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
  const result = trace.call(module, arranged(definition, tensors))
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
  const counted = (n: number, one: string, many: string) => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`
  return [
    `${name}: ${counted(params, 'parameter', 'parameters')}, ${counted(modules, 'module', 'modules')}, ${counted(leaves, 'leaf', 'leaves')}`,
    `${inputs.map((i) => i.join('×')).join(', ')} → ${shapeText(out)}`,
    ...state_dict.map((t) => `  ${t.name.padEnd(width)}  [${t.shape.join(', ')}]`),
  ].join('\n')
}

/** `1×64×40×40`, lists in brackets, dicts with their keys. */
function shapeText(shape: EncodedShape): string {
  if (shape === null) return 'None'
  if (!Array.isArray(shape)) {
    const entries = Object.entries(shape as { readonly [key: string]: EncodedShape })
    return `{${entries.map(([key, value]) => `${key}: ${shapeText(value)}`).join(', ')}}`
  }
  const items = shape as readonly (number | EncodedShape)[]
  return items.every((d) => typeof d === 'number') ? items.join('×') : `[${items.map((i) => shapeText(i as EncodedShape)).join(', ')}]`
}
