/** The whole model run once at one image size, row by row from memory. */
import type { Dialect } from '../dialects'
import type { ModuleId, ShapeTree, TensorType } from '../symbolic'
import type { RowPlan } from './plan'
import { rememberRun, type Built } from './memo'
import { type Run, type RunSetting, runModule } from './run'

/** A row that can be run: its plan and what was built of it. */
export interface BuiltRow {
  readonly plan: RowPlan
  readonly built: Built | null
}

/** One result a row; null where a row could not be built or reads one that failed. */
export type Pass = readonly (Run | null)[]

/** Runs all rows on an image `[1, c, h, w]`. `purpose` names the pass in memory; `fused` runs the fused modules. */
export function runPass(
  rows: readonly BuiltRow[],
  image: TensorType,
  purpose: string,
  setting: RunSetting,
  dialect: Dialect,
  fused = false,
): Pass {
  const runs: (Run | null)[] = []
  for (const { plan, built } of rows) {
    const inputs = built === null ? null : inputsOf(plan, image, runs)
    if (built === null || inputs === null) {
      runs.push(null)
      continue
    }
    const form = fused ? built.fused! : { module: built.instance.module, counts: built.instance.counts, runs: built.runs }
    const shared: ReadonlySet<ModuleId> = form.counts.shared
    runs.push(rememberRun(form.runs, purpose, inputs, setting, () => runModule(form.module, inputs, setting, dialect, shared)))
  }
  return runs
}

/** Types a row reads in this pass; null where one of its sources gave nothing. */
export function inputsOf(plan: RowPlan, image: TensorType, runs: readonly (Run | null)[]): ShapeTree[] | null {
  if (plan.sources === null) return null
  const inputs: ShapeTree[] = []
  for (const source of plan.sources) {
    if (source < 0) inputs.push(image)
    else {
      const run = runs[source]
      if (run === null || run === undefined || run.error !== null) return null
      inputs.push(run.out)
    }
  }
  return inputs
}

/** Whether every row ran without an error. */
export const isWhole = (pass: Pass) => pass.every((run) => run !== null && run.error === null)
