/** A row built: its module, what it counts, and what its environment told it. */
import {
  type AnyModule,
  type ArgValue,
  type BlockDefinition,
  Env,
  type EnvValues,
  type LayerDefinition,
  type ModuleId,
  Param,
  ShapeError,
  deepCopy,
  elements,
  moduleOf,
  modulesOf,
  sequential,
} from '../symbolic'
import type { Dialect } from '../dialects'
import type { Budget } from './budget'

/** Counts of one module tree, with what other rows may share kept apart. */
export interface Counts {
  readonly modules: ReadonlySet<ModuleId>
  readonly leaves: ReadonlySet<ModuleId>
  readonly params: ReadonlySet<Param>
  /** Modules of the environment, which other rows may hold as well. */
  readonly shared: ReadonlySet<ModuleId>
  readonly paramCount: number
  readonly frozenCount: number
  /** How often each shared module is registered in this row. */
  readonly registrations: ReadonlyMap<ModuleId, number>
}

export interface Instance {
  readonly definition: BlockDefinition | LayerDefinition
  readonly args: readonly ArgValue[]
  readonly copies: number
  readonly module: AnyModule
  readonly counts: Counts
  /** How many blocks and copies were built. */
  readonly blocks: number
  /** What was read from the environment while building. */
  readonly reads: ReadonlyMap<keyof EnvValues, unknown>
}

/** More copies of a row than any model has. */
const mostCopies = 1000

/** Builds a row's module. Throws ShapeError where the constructor would raise. */
export function buildInstance(
  definition: BlockDefinition | LayerDefinition,
  args: readonly ArgValue[],
  copies: number,
  dialect: Dialect,
  values: EnvValues,
  budget: Budget,
): Instance {
  let blocks = 0
  const countBlock = () => {
    blocks++
    budget.spend(1)
  }
  const env = new Env(dialect.target, dialect.sharesActivation ? values : withOwnActivations(values), countBlock)
  if (copies > mostCopies) throw new ShapeError('arg.value', `${copies} repeats are more than the ${mostCopies} that can be built`)
  const one = () => {
    if (definition.kind === 'block') return definition.construct(env, args)
    countBlock()
    return definition.construct(args)
  }
  const module: AnyModule = copies > 1 ? sequential(Array.from({ length: copies }, one)) : one()
  return {
    definition,
    args,
    copies,
    module,
    counts: countModules(module, [values.act]),
    blocks,
    reads: new Map([...env.reads].map((key) => [key, values[key]])),
  }
}

/** An environment that gives each Conv a copy of the default activation. */
function withOwnActivations(values: EnvValues): EnvValues {
  return {
    ...values,
    get act() {
      return deepCopy(values.act)
    },
  }
}

/** Whether an instance is what building would give again. */
export function isStillBuilt(known: Instance, definition: object, args: readonly ArgValue[], copies: number, values: EnvValues): boolean {
  return (
    known.definition === definition &&
    known.copies === copies &&
    sameArgs(known.args, args) &&
    [...known.reads].every(([key, value]) => values[key] === value)
  )
}

function sameArgs(a: readonly ArgValue[], b: readonly ArgValue[]): boolean {
  return (
    a === b ||
    (a.length === b.length &&
      a.every(
        (x, i) =>
          x === b[i] || (Array.isArray(x) && Array.isArray(b[i]) && sameArgs(x as readonly ArgValue[], b[i] as readonly ArgValue[])),
      ))
  )
}

/** Counts a module tree by identity. `environment` are modules that other rows may hold as well. */
export function countModules(module: AnyModule, environment: readonly AnyModule[]): Counts {
  const offered = new Set(environment.flatMap((m) => [...modulesOf(m)]))
  const shared = new Set<ModuleId>()
  const modules = new Set<ModuleId>()
  const leaves = new Set<ModuleId>()
  const params = new Set<Param>()
  const registrations = new Map<ModuleId, number>()
  let [paramCount, frozenCount] = [0, 0]
  const visit = (info: ModuleId) => {
    modules.add(info)
    if (info.isOfClass || offered.has(info)) shared.add(info)
    if (info.children.length === 0) leaves.add(info)
    for (const [, tensor] of info.tensors) {
      if (!(tensor instanceof Param) || params.has(tensor)) continue
      params.add(tensor)
      const size = elements(tensor.shape)
      paramCount += size
      if (tensor.frozen) frozenCount += size
    }
    for (const [, child] of info.children) {
      const inner = moduleOf(child)
      if (inner.isOfClass || offered.has(inner)) registrations.set(inner, (registrations.get(inner) ?? 0) + 1)
      if (!modules.has(inner)) visit(inner)
    }
  }
  visit(moduleOf(module))
  return { modules, leaves, params, shared, paramCount, frozenCount, registrations }
}
