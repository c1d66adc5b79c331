/**
 * What analysis remembers between two runs, row by row. A row's results are used again when its definition, arguments,
 * environment reads and input types are what they were; an unchanged row hands on the very same objects, so that rows
 * behind it see at a glance that nothing changed.
 */
import type { RowId } from '../document/types'
import type { AnyModule, ShapeTree } from '../symbolic'
import type { Counts, Instance } from './instance'
import type { PassSetting } from './passes'
import type { RowPlan } from './plan'
import type { RowReport } from './report'
import type { Run, RunSetting } from './run'

/** A module with its counts and what it is known to give, one run for each purpose. */
export interface Form {
  readonly module: AnyModule
  readonly counts: Counts
  readonly runs: Map<string, Remembered>
}

/** A row built, as it stands and after `model.fuse()` once that is asked for. */
export interface Built {
  readonly instance: Instance
  readonly form: Form
  fused?: Form
}

export interface Remembered {
  readonly inputs: readonly ShapeTree[]
  readonly setting: RunSetting
  readonly run: Run
}

/** A row that can be run: its plan and what was built of it. */
export interface BuiltRow {
  readonly plan: RowPlan
  readonly built: Built | null
}

/** One result a row; null where a row could not be built or reads one that failed. */
export type Pass = readonly (Run | null)[]

/** The last forms of a row, newest first; undo and scale switches come back to one of them. */
export interface RowMemory {
  plan?: RowPlan
  row?: BuiltRow
  /** What was last reported, and of what. */
  report?: { readonly report: RowReport; readonly run: Run | null; readonly cost: number | null; readonly row: BuiltRow }
  readonly forms: Built[]
}

/** A pass with what it was made of, and how many tensors each row took. */
export interface LastPass {
  readonly rows: readonly BuiltRow[]
  readonly runs: Pass
  readonly tensors: readonly number[]
  readonly setting: PassSetting
}

/** What one session remembers of one model. Runs hold under one target, plans under one header. */
export interface Memo {
  target: string
  environment: string
  readonly rows: Map<RowId, RowMemory>
  /** The last pass for each purpose. */
  readonly passes: Map<string, LastPass>
  /** Default activations by their text: one object a model, and the same one in the next analysis. */
  readonly activations: Map<string, AnyModule>
}

/** A fresh memo: one a document. */
export function createMemo(): Memo {
  return { target: '', environment: '', rows: new Map(), passes: new Map(), activations: new Map() }
}

const keptForms = 6

/** The memory of a row. */
export function memoryOf(memo: Memo, id: RowId): RowMemory {
  let memory = memo.rows.get(id)
  if (memory === undefined) memo.rows.set(id, (memory = { forms: [] }))
  return memory
}

/** Moves a form to the front and drops the oldest ones. */
export function keepForm(memory: RowMemory, form: Built): void {
  const at = memory.forms.indexOf(form)
  if (at > 0) memory.forms.splice(at, 1)
  if (at !== 0) memory.forms.unshift(form)
  memory.forms.length = Math.min(memory.forms.length, keptForms)
}

/** The run a row is known to give for these inputs and this setting; undefined where it must be run. */
export function knownRun(known: Remembered | undefined, inputs: readonly ShapeTree[], setting: RunSetting): Run | undefined {
  if (known === undefined || !sameStrides(known.setting.strides, setting.strides)) return undefined
  const isSame = inputs.length === known.inputs.length && inputs.every((input, i) => sameTree(input, known.inputs[i]))
  return isSame || inputs === known.inputs ? known.run : undefined
}

/** Keeps a run under its purpose. Where it gives what the one before gave, it hands on the very same object. */
export function rememberRun(
  runs: Map<string, Remembered>,
  purpose: string,
  inputs: readonly ShapeTree[],
  setting: RunSetting,
  run: Run,
): Run {
  const before = runs.get(purpose)?.run
  const kept = before !== undefined && sameTree(run.out, before.out) ? { ...run, out: before.out, given: before.given } : run
  runs.set(purpose, { inputs, setting, run: kept })
  return kept
}

/** Whether two lists of strides are equal. */
export function sameStrides(a: readonly number[] | null, b: readonly number[] | null): boolean {
  return a === b || (a !== null && b !== null && a.length === b.length && a.every((s, i) => s === b[i]))
}

/** Whether two type nests are equal; at once where they are the same object. */
export function sameTree(a: ShapeTree | undefined, b: ShapeTree | undefined): boolean {
  if (a === b) return true
  if (a === null || b === null || a === undefined || b === undefined) return false
  if ('dtype' in a || 'dtype' in b) {
    const [x, y] = [a as { shape: readonly unknown[] }, b as { shape: readonly unknown[] }]
    return 'dtype' in a && 'dtype' in b && x.shape.length === y.shape.length && x.shape.every((d, i) => d === y.shape[i])
  }
  const [x, y] = [Object.entries(a), Object.entries(b)]
  return (
    Array.isArray(a) === Array.isArray(b) &&
    x.length === y.length &&
    x.every(([key, value], i) => key === y[i]![0] && sameTree(value as ShapeTree, y[i]![1] as ShapeTree))
  )
}
