/** A row run on symbolic tensors, and what thop and we count while it runs. */
import type { Dialect } from '../dialects'
import {
  type AnyModule,
  type CallNode,
  type LayerDefinition,
  type ModuleId,
  type ShapeTree,
  Tensor,
  type TensorType,
  Trace,
  type TraceItem,
  type Value,
  ShapeError,
  hintOf,
  isTensorType,
  moduleOf,
  tensorsIn,
  typesOf,
} from '../symbolic'
import { memoryOf } from './memory'

/** What one run of a row gave. */
export interface Run {
  readonly out: ShapeTree
  /** The output as the list of inputs of a row that reads this one alone. */
  readonly given: readonly ShapeTree[]
  readonly error: ShapeError | null
  /** How many tensors were made. */
  readonly tensors: number
  readonly macs: number
  /** Bytes of the largest result for one image; 0 where it was not counted. */
  readonly largest: number
  /** What thop adds for layers of this row alone, in its multiply-accumulates. */
  readonly thop: number
  /** What thop adds for layers shared with other rows, by layer. */
  readonly sharedThop: ReadonlyMap<ModuleId, number>
}

const noShare: ReadonlyMap<ModuleId, number> = new Map()
const nothing = { macs: 0, largest: 0, thop: 0, sharedThop: noShare }

/** How a row is run. */
export interface RunSetting {
  readonly mode: 'eval' | 'raw'
  readonly strides: readonly number[] | null
  /** What to count while running, beside shapes. */
  readonly counts: 'nothing' | 'thop' | 'everything'
}

/** Runs a module alone on an input of the given types. */
export function runModule(module: AnyModule, input: ShapeTree, setting: RunSetting, dialect: Dialect, shared: ReadonlySet<ModuleId>): Run {
  const trace = new Trace({ ...setting, overrides: dialect.overrides })
  try {
    const out = trace.call(module, placeholders(trace, input))
    const countsAll = setting.counts === 'everything'
    const cost = setting.counts === 'nothing' ? nothing : countCosts(trace.body, dialect, shared, countsAll)
    const largest = countsAll ? memoryOf(trace.body[0] as CallNode).largest : 0
    const types = typesOf(out)
    return { ...cost, largest, tensors: trace.size, out: types, given: [types], error: null }
  } catch (error) {
    if (error instanceof ShapeError) return { ...nothing, tensors: trace.size, out: null, given: [null], error }
    throw error
  }
}

/** A value of the given types that comes from outside. */
export function placeholders(trace: Trace, tree: ShapeTree): Value {
  if (tree === null) return null
  if (isTensorType(tree)) return trace.input(tree)
  if (Array.isArray(tree)) return (tree as readonly ShapeTree[]).map((t) => placeholders(trace, t))
  return Object.fromEntries(Object.entries(tree).map(([k, t]) => [k, placeholders(trace, t as ShapeTree)]))
}

/** Adds up multiply-accumulates and thop's view of them over everything a run did. */
function countCosts(
  items: readonly TraceItem[],
  dialect: Dialect,
  shared: ReadonlySet<ModuleId>,
  countsMacs: boolean,
): Pick<Run, 'macs' | 'thop' | 'sharedThop'> {
  let [macs, thop] = [0, 0]
  let sharedThop: Map<ModuleId, number> | undefined
  const visit = (item: TraceItem) => {
    if (item.kind === 'op') {
      if (countsMacs) macs += item.op.macs(item.ins, item.outs, item.a)
      return
    }
    for (const inner of item.body) visit(inner)
    const info = moduleOf(item.module)
    if (info.definition.kind !== 'layer') return
    const rule = (info.definition as LayerDefinition).thopRule(dialect.thop)
    if (rule === undefined) return
    const counted = rule(info.args as never, hints(firstTensor(item.input)), hints(firstTensor(item.output)))
    if (!shared.has(info)) thop += counted
    else (sharedThop ??= new Map()).set(info, (sharedThop.get(info) ?? 0) + counted)
  }
  for (const item of items) visit(item)
  return { macs, thop, sharedThop: sharedThop ?? noShare }
}

const hints = (t: TensorType) => t.shape.map(hintOf)

const firstTensor = (value: Value): Tensor => (value instanceof Tensor ? value : tensorsIn(value)[0]!)
