/**
 * Weights into a model as the libraries load them: a tensor is carried where name and shape are the same, and everything else keeps its starting values.
 * Source: `intersect_dicts` in https://github.com/ultralytics/ultralytics/blob/main/ultralytics/utils/torch_utils.py
 */
import { type Issue, issue } from '../issues/issue'
import { type Buffer, type Param, stateDict } from '../symbolic'
import type { WeightTensor } from '../weights/weight-tensor'
import type { FoldedPair } from './folded-pairs'
import { type Sized, unfold, weightOf } from './unfold-batch-norm'
import type { NamedModules, WeightSource } from './weight-source'

/** A tensor of the model that keeps its starting values. */
export interface FreshTensor {
  readonly name: string
  readonly shape: readonly number[]
  /** The checkpoint's tensor of that name, where there is one. */
  readonly held: readonly number[] | null
  readonly why: 'absent' | 'shape' | 'incomplete'
}

/** A tensor of the checkpoint that nothing in the model takes. */
export interface LeftTensor {
  readonly name: string
  readonly shape: readonly number[]
  /** The model's tensor of that name, where there is one. */
  readonly wanted: readonly number[] | null
  /** `incomplete`: what was behind it is not in the file; `nameless`: its name was lost when it was exported; `constant`: of a network, no weight. */
  readonly why: 'unknown' | 'shape' | 'incomplete' | 'nameless' | 'constant'
}

/** What became of each tensor, by its name in the state_dict; in the order of the model, then of the checkpoint. */
export interface LoadReport {
  /** In both, of the same shape. */
  readonly carried: readonly string[]
  /** Normalisations that an exporter had folded into their convolutions: they add the folded bias and do nothing else. */
  readonly folded: readonly string[]
  /** The model's own that keep their starting values. */
  readonly fresh: readonly FreshTensor[]
  /** The checkpoint's that nothing in the model takes. */
  readonly left: readonly LeftTensor[]
}

export interface LoadedWeights {
  readonly source: WeightSource
  readonly report: LoadReport
}

/** A network in ONNX, and what of the model an exporter folds. */
export interface NetworkFile {
  readonly pairs: readonly FoldedPair[]
}

/** Loads what fits; `starting` gives the rest. `network`: the tensors are those of a network in ONNX. */
export function loadByName(
  tensors: ReadonlyMap<string, WeightTensor>,
  modules: NamedModules,
  starting: WeightSource,
  network?: NetworkFile,
): LoadedWeights {
  const unfolded = unfold(tensors, network?.pairs ?? [], weightOf)
  const report = matchUnfolded(tensors, unfolded, modules, network !== undefined)
  const taken = new Set([...report.carried, ...report.folded])
  const source: WeightSource = (name, tensor) => (taken.has(name) ? unfolded.tensors.get(name)!.toFloat32() : starting(name, tensor))
  return { source, report }
}

/** What loading tensors of these shapes will do; no value is read. */
export function matchByName(tensors: ReadonlyMap<string, Sized>, modules: NamedModules, network?: NetworkFile): LoadReport {
  const unfolded = unfold<Sized>(tensors, network?.pairs ?? [], (_, channels) => ({ shape: [channels] }))
  return matchUnfolded(tensors, unfolded, modules, network !== undefined)
}

function matchUnfolded(
  tensors: ReadonlyMap<string, Sized>,
  { tensors: named, folded, incomplete }: ReturnType<typeof unfold>,
  modules: NamedModules,
  isNetwork: boolean,
): LoadReport {
  const wanted = new Map<string, Param | Buffer>()
  for (const [path, module] of modules) {
    for (const [name, tensor] of stateDict(module, path === '' ? '' : `${path}.`)) wanted.set(name, tensor)
  }
  const fits = (name: string) => isSame(wanted.get(name)?.shape, named.get(name)?.shape)
  const own = [...wanted]
  return {
    carried: own.flatMap(([name]) => (fits(name) && !folded.has(name) ? [name] : [])),
    folded: own.flatMap(([name]) => (fits(name) && folded.has(name) ? [name] : [])),
    fresh: own.flatMap(([name, { shape }]): FreshTensor[] => {
      // No network has a counter, and evaluation never reads one.
      if (fits(name) || (isNetwork && name.endsWith('num_batches_tracked'))) return []
      const held = tensors.get(name)?.shape ?? null
      return [{ name, shape, held, why: incomplete.has(name) ? 'incomplete' : held === null ? 'absent' : 'shape' }]
    }),
    left: [...tensors].flatMap(([name, { shape }]): LeftTensor[] => {
      const isTaken = named.has(name) ? fits(name) : !incomplete.has(name)
      if (isTaken) return []
      const place = wanted.get(name)?.shape ?? null
      const why = incomplete.has(name) ? 'incomplete' : place !== null ? 'shape' : isNetwork ? kindOf(name) : 'unknown'
      return [{ name, shape, wanted: place, why }]
    }),
  }
}

/** Whether nothing of a checkpoint was taken: counters of batches are in every one, and of the same shape. */
export const isNothing = ({ carried, folded }: LoadReport): boolean =>
  folded.length === 0 && carried.every((name) => name.endsWith('num_batches_tracked'))

/** Exporters number what has lost its name, and call constants after where they are used or what they hold. */
const kindOf = (name: string): LeftTensor['why'] =>
  /^onnx::/.test(name) ? 'nameless' : /^[\w-]+(\.[\w-]+)+$/.test(name) ? 'unknown' : 'constant'

function isSame(a: readonly number[] | undefined, b: readonly number[] | undefined): boolean {
  return a !== undefined && b !== undefined && a.length === b.length && a.every((size, i) => size === b[i])
}

/** The report as issues: a warning where the model keeps starting values, since what it finds will not be what was trained. */
export function loadIssues({ carried, folded, fresh, left }: LoadReport): Issue[] {
  const issues: Issue[] = []
  if (fresh.length > 0) {
    const taken = carried.length + folded.length
    const message = `Transferred ${taken}/${taken + fresh.length} tensors; these keep their starting values: ${listed(fresh)}.`
    issues.push(
      issue(
        'weights.missing',
        message,
        {},
        { severity: 'warning', cure: 'Train the model from here, or choose a checkpoint of this very model.' },
      ),
    )
  }
  const unused = left.filter(({ why }) => why !== 'constant')
  if (unused.length > 0) issues.push(issue('weights.unused', `The model has no place for ${listed(unused)}.`))
  return issues
}

const listed = (tensors: readonly { readonly name: string }[]) =>
  tensors
    .slice(0, 3)
    .map(({ name }) => name)
    .join(', ') + (tensors.length > 3 ? ` and ${tensors.length - 3} more` : '')
