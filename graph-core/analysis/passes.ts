/** The whole model run once at one image size, row by row from memory. */
import type { Dialect } from '../dialects'
import type { ShapeTree, TensorType } from '../symbolic'
import { Budget } from './budget'
import type { RowPlan } from './plan'
import { type BuiltRow, type Memo, type Pass, knownRun, rememberRun, sameStrides, sameTree } from './memo'
import { type Run, type RunSetting, runModule } from './run'

/** The type of one image, `[1, c, h, w]`. */
export function imageType(channels: number, [height, width]: readonly [number, number]): TensorType {
  return { shape: [1, channels, height, width], dtype: 'f32' }
}

/** The type of the text beside it, `[1, classes, width]`: an embedding a class, as wide as CLIP's. */
export function textType(nc: number): TensorType {
  return { shape: [1, nc, 512], dtype: 'f32' }
}

/** What a pass is made with, beside the rows. */
export interface PassSetting extends RunSetting {
  /** The image, `[1, c, h, w]`. */
  readonly image: TensorType
  /** The text of an open-vocabulary model. */
  readonly text: TensorType
  /** Names the pass in memory: one at a time is kept for each. */
  readonly purpose: string
  /** Runs the fused modules. */
  readonly fused?: boolean
}

/**
 * Runs all rows at one image size. Rows that are the same objects as in the pass before, and read nothing that changed,
 * keep their results without a look at them.
 */
export function runPass(rows: readonly BuiltRow[], setting: PassSetting, dialect: Dialect, memo: Memo): Pass {
  const last = memo.passes.get(setting.purpose)
  const before = last !== undefined && sameSetting(last.setting, setting) ? last : undefined
  const changed = new Set<number>()
  const runs: (Run | null)[] = []
  const tensors: number[] = []
  const budget = new Budget('tensors')
  for (const [i, row] of rows.entries()) {
    const known = before?.runs[i]
    const isKept = known !== undefined && before!.rows[i] === row && !readsAny(row.plan, changed)
    const run = budget.isSpent ? null : isKept ? known : runRow(row, setting, runs, dialect)
    tensors.push(isKept ? before!.tensors[i]! : (run?.tensors ?? 0))
    runs.push(budget.allows(tensors[i]!) || run === null ? run : { ...run, out: null, given: [null], error: budget.error() })
    if (!isKept && (run === null || run.given !== known?.given)) changed.add(i)
  }
  // What was not run is not remembered.
  if (budget.isSpent) memo.passes.delete(setting.purpose)
  else memo.passes.set(setting.purpose, { rows, runs, tensors, setting })
  return runs
}

function readsAny({ sources, text }: RowPlan, changed: ReadonlySet<number>): boolean {
  return changed.size > 0 && ((sources ?? []).some((s) => changed.has(s)) || (text !== null && changed.has(text)))
}

function sameSetting(a: PassSetting, b: PassSetting): boolean {
  return sameTree(a.image, b.image) && sameTree(a.text, b.text) && sameStrides(a.strides, b.strides)
}

function runRow({ plan, built }: BuiltRow, setting: PassSetting, runs: readonly (Run | null)[], dialect: Dialect): Run | null {
  const form = built === null ? null : setting.fused === true ? built.fused! : built.form
  const images = form === null ? null : inputsOf(plan, setting.image, runs)
  const text = plan.text === null ? [] : typesFrom(plan.text, setting.text, runs)
  if (form === null || images === null || text === null) return null
  const inputs = text.length === 0 ? images : [...images, text[0]!]
  const given = plan.isList ? images : images[0]!
  const known = knownRun(form.runs.get(setting.purpose), inputs, setting)
  return (
    known ??
    rememberRun(
      form.runs,
      setting.purpose,
      inputs,
      setting,
      runModule(form.module, text.length === 0 ? given : [given, text[0]!], setting, dialect, form.counts.shared),
    )
  )
}

/** Types a row reads in this pass; null where one of its sources gave nothing. */
export function inputsOf(plan: RowPlan, image: TensorType, runs: readonly (Run | null)[]): readonly ShapeTree[] | null {
  if (plan.sources === null) return null
  if (plan.sources.length === 1) return typesFrom(plan.sources[0]!, image, runs)
  const inputs: ShapeTree[] = []
  for (const source of plan.sources) {
    const types = typesFrom(source, image, runs)
    if (types === null) return null
    inputs.push(types[0]!)
  }
  return inputs
}

/** What one source gives, as a list of one: the same list every time for the same run. */
function typesFrom(source: number, given: TensorType, runs: readonly (Run | null)[]): readonly ShapeTree[] | null {
  if (source < 0) return [given]
  const run = runs[source]
  return run === null || run === undefined || run.error !== null ? null : run.given
}

/** Whether every row ran without an error. */
export const isWhole = (pass: Pass) => pass.every((run) => run !== null && run.error === null)
