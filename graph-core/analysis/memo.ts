/**
 * What analysis remembers between two runs, row by row. A row's results are used again when its definition, arguments,
 * environment reads and input types are what they were; an unchanged row hands on the very same objects, so that rows
 * behind it see at a glance that nothing changed.
 */
import type { RowId } from '../document/types'
import type { AnyModule, ShapeTree } from '../symbolic'
import type { Counts, Instance } from './instance'
import type { RowPlan } from './plan'
import type { Run, RunSetting } from './run'

/** One built form of a row with its runs, one for each purpose. */
export interface Built {
  readonly instance: Instance
  readonly runs: Map<string, Remembered>
  fused?: { readonly module: AnyModule; readonly counts: Counts; readonly runs: Map<string, Remembered> }
}

interface Remembered {
  readonly inputs: readonly ShapeTree[]
  readonly setting: RunSetting
  readonly run: Run
}

/** The last forms of a row, newest first; undo and scale switches come back to one of them. */
export interface RowMemory {
  plan?: RowPlan
  readonly forms: Built[]
}

/** What one session remembers of one model. Runs hold under one target, plans under one header. */
export interface Memo {
  target: string
  environment: string
  readonly rows: Map<RowId, RowMemory>
  /** Default activations by their text: one object a model, and the same one in the next analysis. */
  readonly activations: Map<string, AnyModule>
}

/** A fresh memo: one a document. */
export function createMemo(): Memo {
  return { target: '', environment: '', rows: new Map(), activations: new Map() }
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

/** A run from memory where its inputs are the same, else a new one. Equal results keep their old objects. */
export function rememberRun(
  runs: Map<string, Remembered>,
  purpose: string,
  inputs: readonly ShapeTree[],
  setting: RunSetting,
  run: () => Run,
): Run {
  const known = runs.get(purpose)
  const isSame = known !== undefined && sameStrides(known.setting.strides, setting.strides)
  if (isSame && inputs.every((input, i) => sameTree(input, known.inputs[i]))) return known.run
  const fresh = run()
  const kept = known !== undefined && sameTree(fresh.out, known.run.out) ? { ...fresh, out: known.run.out } : fresh
  runs.set(purpose, { inputs, setting, run: kept })
  return kept
}

function sameStrides(a: readonly number[] | null, b: readonly number[] | null): boolean {
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
