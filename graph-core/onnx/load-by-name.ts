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
  /** Normalisations that were folded into their convolutions, by an exporter or by fusing the model: they add the folded bias and do nothing else. */
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

/** What is known of a file beside its tensors. */
export interface Origin {
  /** A network in ONNX: it has no counters, and its normalisations may be lost. */
  readonly isNetwork: boolean
  /** What of the model is folded by whoever exports or fuses it; asked where the file lacks tensors of the model. */
  readonly pairs: () => readonly FoldedPair[]
}

const whole: Origin = { isNetwork: false, pairs: () => [] }

/** Loads what fits; `starting` gives the rest. */
export function loadByName(
  tensors: ReadonlyMap<string, WeightTensor>,
  modules: NamedModules,
  starting: WeightSource,
  origin = whole,
): LoadedWeights {
  const wanted = wantedOf(modules)
  const unfolded = unfold(tensors, pairsOf(origin, tensors, wanted), weightOf, origin.isNetwork)
  const report = matchUnfolded(tensors, unfolded, wanted, origin.isNetwork)
  const taken = new Set([...report.carried, ...report.folded])
  const source: WeightSource = (name, tensor) => (taken.has(name) ? unfolded.tensors.get(name)!.toFloat32() : starting(name, tensor))
  return { source, report }
}

/** What loading tensors of these shapes will do; no value is read. */
export function matchByName(tensors: ReadonlyMap<string, Sized>, modules: NamedModules, origin = whole): LoadReport {
  const wanted = wantedOf(modules)
  const sized = (_: string, channels: number) => ({ shape: [channels] })
  const unfolded = unfold<Sized>(tensors, pairsOf(origin, tensors, wanted), sized, origin.isNetwork)
  return matchUnfolded(tensors, unfolded, wanted, origin.isNetwork)
}

type Wanted = ReadonlyMap<string, Param | Buffer>

/** The model's tensors by their names in the state_dict. */
const wantedOf = (modules: NamedModules): Wanted =>
  new Map(modules.flatMap(([path, module]) => [...stateDict(module, path === '' ? '' : `${path}.`)]))

const pairsOf = ({ pairs }: Origin, tensors: ReadonlyMap<string, Sized>, wanted: Wanted) =>
  [...wanted.keys()].every((name) => tensors.has(name)) ? [] : pairs()

function matchUnfolded(
  tensors: ReadonlyMap<string, Sized>,
  { tensors: named, folded, incomplete }: ReturnType<typeof unfold>,
  wanted: Wanted,
  isNetwork: boolean,
): LoadReport {
  const fits = (name: string) => isSame(wanted.get(name)?.shape, named.get(name)?.shape)
  const own = [...wanted]
  return {
    carried: own.flatMap(([name]) => (fits(name) && !folded.has(name) ? [name] : [])),
    folded: own.flatMap(([name]) => (fits(name) && folded.has(name) ? [name] : [])),
    fresh: own.flatMap(([name, { shape }]): FreshTensor[] => {
      if (fits(name) || (isCounter(name) && (isNetwork || folded.has(name.replace(/[^.]*$/, 'running_mean'))))) return []
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

/** Of batches: no network has one, and evaluation never reads it. */
const isCounter = (name: string) => name.endsWith('num_batches_tracked')

/** Whether nothing of a checkpoint was taken: counters of batches are in every one, and of the same shape. */
export const isNothing = ({ carried, folded }: LoadReport): boolean => folded.length === 0 && carried.every(isCounter)

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
