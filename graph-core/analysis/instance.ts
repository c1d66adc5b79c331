/** A row built: its module, what it counts, and what its environment told it. */
import {
  type AnyModule,
  type ArgValue,
  type BlockDefinition,
  Env,
  type EnvValues,
  type LayerDefinition,
  type ModuleId,
  type Param,
  elements,
  leavesOf,
  moduleOf,
  modulesOf,
  parametersOf,
  sequential,
} from '../symbolic'
import type { Dialect } from '../dialects'

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
  /** What was read from the environment while building. */
  readonly reads: ReadonlyMap<keyof EnvValues, unknown>
}

/** Builds a row's module. Throws ShapeError where the constructor would raise. */
export function buildInstance(
  definition: BlockDefinition | LayerDefinition,
  args: readonly ArgValue[],
  copies: number,
  dialect: Dialect,
  values: EnvValues,
): Instance {
  const env = new Env(dialect.target, values)
  const one = () => (definition.kind === 'block' ? definition.construct(env, args) : definition.construct(args))
  const module: AnyModule = copies > 1 ? sequential(Array.from({ length: copies }, one)) : one()
  return {
    definition,
    args,
    copies,
    module,
    counts: countModules(module, [values.act]),
    reads: new Map([...env.reads].map((key) => [key, values[key]])),
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

/** Counts a module tree by identity. */
export function countModules(module: AnyModule, environment: readonly AnyModule[]): Counts {
  const modules = modulesOf(module)
  const params = parametersOf(modules)
  const offered = new Set(environment.flatMap((m) => [...modulesOf(m)]))
  const shared = new Set([...modules].filter((m) => offered.has(m)))
  let [paramCount, frozenCount] = [0, 0]
  for (const p of params) {
    const size = elements(p.shape)
    paramCount += size
    if (p.frozen) frozenCount += size
  }
  const registrations = new Map<ModuleId, number>()
  if (shared.size > 0) {
    for (const m of modules)
      for (const [, child] of m.children())
        if (shared.has(moduleOf(child))) registrations.set(moduleOf(child), (registrations.get(moduleOf(child)) ?? 0) + 1)
  }
  return { modules, leaves: leavesOf(modules), params, shared, paramCount, frozenCount, registrations }
}
