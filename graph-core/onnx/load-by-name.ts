/**
 * Weights into a model as the libraries load them: a tensor is carried where name and shape are the same, and everything else keeps its starting values.
 * Source: `intersect_dicts` in https://github.com/ultralytics/ultralytics/blob/main/ultralytics/utils/torch_utils.py
 */
import { type Issue, issue } from '../issues/issue'
import { type Buffer, type Param, stateDict } from '../symbolic'
import type { WeightTensor } from '../weights/weight-tensor'
import type { NamedModules, WeightSource } from './weight-source'

/** What became of each tensor, by its name in the state_dict; in the order of the model, then of the checkpoint. */
export interface LoadReport {
  /** In both, of the same shape. */
  readonly carried: readonly string[]
  /** The model's own that keep their starting values. */
  readonly fresh: readonly string[]
  /** The checkpoint's that nothing in the model takes. `shape`: the model's tensor of that name, where there is one. */
  readonly left: readonly { readonly name: string; readonly shape: readonly number[] | null }[]
}

export interface LoadedWeights {
  readonly source: WeightSource
  readonly report: LoadReport
}

/** Loads what fits; `starting` gives the rest. */
export function loadByName(tensors: ReadonlyMap<string, WeightTensor>, modules: NamedModules, starting: WeightSource): LoadedWeights {
  const wanted = new Map<string, Param | Buffer>()
  for (const [path, module] of modules) {
    for (const [name, tensor] of stateDict(module, path === '' ? '' : `${path}.`)) wanted.set(name, tensor)
  }
  const fits = (name: string) => isSame(wanted.get(name)?.shape, tensors.get(name)?.shape)
  const report: LoadReport = {
    carried: [...wanted.keys()].filter(fits),
    fresh: [...wanted.keys()].filter((name) => !fits(name)),
    left: [...tensors.keys()].filter((name) => !fits(name)).map((name) => ({ name, shape: wanted.get(name)?.shape ?? null })),
  }
  const carried = new Set(report.carried)
  const source: WeightSource = (name, tensor) => (carried.has(name) ? tensors.get(name)!.toFloat32() : starting(name, tensor))
  return { source, report }
}

function isSame(a: readonly number[] | undefined, b: readonly number[] | undefined): boolean {
  return a !== undefined && b !== undefined && a.length === b.length && a.every((size, i) => size === b[i])
}

/** The report as issues: a warning where the model keeps starting values, since what it finds will not be what was trained. */
export function loadIssues({ carried, fresh, left }: LoadReport): Issue[] {
  const issues: Issue[] = []
  if (fresh.length > 0) {
    const message = `Transferred ${carried.length}/${carried.length + fresh.length} tensors; these keep their starting values: ${listed(fresh)}.`
    issues.push(
      issue(
        'weights.missing',
        message,
        {},
        { severity: 'warning', cure: 'Train the model from here, or choose a checkpoint of this very model.' },
      ),
    )
  }
  const unused = left.map(({ name }) => name)
  if (unused.length > 0) issues.push(issue('weights.unused', `The model has no place for ${listed(unused)}.`))
  return issues
}

const listed = (names: readonly string[]) => names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '')
