/** A row run on symbolic tensors, and what thop and we count while it runs. */
import type { Dialect } from '../dialects'
import {
  type AnyModule,
  type LayerDefinition,
  type ModuleId,
  type ShapeTree,
  type Tensor,
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

/** What one run of a row gave. */
export interface Run {
  readonly out: ShapeTree
  readonly error: ShapeError | null
  readonly macs: number
  /** What thop adds for layers of this row alone, in its multiply-accumulates. */
  readonly thop: number
  /** What thop adds for layers shared with other rows, by layer. */
  readonly sharedThop: ReadonlyMap<ModuleId, number>
}

const nothing = { out: null, macs: 0, thop: 0, sharedThop: new Map<ModuleId, number>() }

/** How a row is run. */
export interface RunSetting {
  readonly mode: 'eval' | 'raw'
  readonly strides: readonly number[] | null
}

/** Runs a module alone. `inputs` are the types of the rows it reads; one is passed as it is, several as a list. */
export function runModule(
  module: AnyModule,
  inputs: readonly ShapeTree[],
  setting: RunSetting,
  dialect: Dialect,
  shared: ReadonlySet<ModuleId>,
): Run {
  const trace = new Trace({ ...setting, overrides: dialect.overrides })
  const values = inputs.map((tree) => placeholders(trace, tree))
  try {
    const out = trace.call(module, values.length === 1 ? values[0]! : values)
    const cost: Cost = { macs: 0, thop: 0, sharedThop: new Map() }
    addCost(trace.body, dialect, shared, cost)
    return { ...cost, out: typesOf(out), error: null }
  } catch (error) {
    if (error instanceof ShapeError) return { ...nothing, error }
    throw error
  }
}

function placeholders(trace: Trace, tree: ShapeTree): Value {
  if (tree === null) return null
  if (isTensorType(tree)) return trace.input(tree)
  if (Array.isArray(tree)) return (tree as readonly ShapeTree[]).map((t) => placeholders(trace, t))
  return Object.fromEntries(Object.entries(tree).map(([k, t]) => [k, placeholders(trace, t as ShapeTree)]))
}

interface Cost {
  macs: number
  thop: number
  sharedThop: Map<ModuleId, number>
}

const hints = (t: TensorType) => t.shape.map(hintOf)

function addCost(items: readonly TraceItem[], dialect: Dialect, shared: ReadonlySet<ModuleId>, cost: Cost): void {
  for (const item of items) {
    if (item.kind === 'op') {
      cost.macs += item.op.macs(item.ins, item.outs, item.a)
      continue
    }
    addCost(item.body, dialect, shared, cost)
    const info = moduleOf(item.module)
    if (info.definition.kind !== 'layer') continue
    const rule = (info.definition as LayerDefinition).thopRule(dialect.thop)
    if (rule === undefined) continue
    const counted = rule(info.args as never, hints(firstTensor(item.input)), hints(firstTensor(item.output)))
    if (shared.has(info)) cost.sharedThop.set(info, (cost.sharedThop.get(info) ?? 0) + counted)
    else cost.thop += counted
  }
}

const firstTensor = (value: Value): Tensor => tensorsIn(value)[0]!
