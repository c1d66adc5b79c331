/** The parse rule applied and every row built, without running the model at an image size. */
import { type Dialect, type ModelHeader, dialectOf, readHeader, recogniseDialect } from '../dialects'
import { issuesOf } from '../document/issues'
import type { Document } from '../document/types'
import type { Issue } from '../issues/issue'
import { type BlockDefinition, type EnvValues, type Library, ShapeError, hintOf, isTensorType } from '../symbolic'
import { Budget } from './budget'
import { defaultActivation } from './default-activation'
import { createExplainer } from './explain'
import { buildInstance, isStillBuilt } from './instance'
import { type Built, type BuiltRow, type Memo, type Pass, createMemo, keepForm, memoryOf } from './memo'
import { imageType, inputsOf, runPass, textType } from './passes'
import { notInTarget } from './not-in-target'
import { type RowPlan, planRows } from './plan'
import { proposeTarget } from './propose-target'

export interface AnalyzeOptions {
  /** A target's id; default: what the file says, else the default target. */
  readonly target?: string
  readonly scale?: string
  /** [height, width]; default: what the head's library looks at, 640 for most. */
  readonly imgsz?: readonly [number, number]
  readonly nc?: number
}

/** The model built row by row: what analysis, export and weights start from. */
export interface BuiltModel {
  readonly document: Document
  readonly dialect: Dialect
  readonly header: ModelHeader
  readonly rows: readonly BuiltRow[]
  readonly issues: readonly Issue[]
  readonly head: BlockDefinition | null
  readonly strides: readonly number[]
  /** The pass that found the strides; null where the target fixes them. */
  readonly stridePass: Pass | null
}

/** Reads and builds all rows and finds the strides, without running the model at an image size. */
export function buildModel(document: Document, library: Library, options: AnalyzeOptions = {}, memo: Memo = createMemo()): BuiltModel {
  const dialect = (options.target === undefined ? undefined : dialectOf(options.target)) ?? recogniseDialect(document)
  const { header, issues } = readHeader(document, { ...options, dialect })
  const found: Issue[] = [...issuesOf(document), ...issues]
  const act = defaultActivation(document, header, library, memo, found)
  forgetOtherEnvironments(memo, dialect, header)
  const plans = planRows(document, { library, dialect, header }, (id) => memo.rows.get(id)?.plan)
  const explain = createExplainer(document)
  found.push(...proposeTarget(document, { dialect, issues, plans }, library, options))
  const budget = new Budget('blocks')
  let legacy = true
  const rows = plans.map((plan): BuiltRow => {
    for (const finding of plan.findings) found.push(explain.finding(plan.i, finding))
    if (plan.definition?.kind === 'block' && plan.definition.endsLegacy) legacy = false
    const values: EnvValues = {
      act,
      nc: header.nc,
      legacy,
      scale: header.scale,
      regMax: header.regMax,
      end2end: header.end2end ?? false,
      maxDet: 300,
    }
    const built = buildRow(plan, values, dialect, memo, budget)
    if (built instanceof ShapeError) found.push(explain.construction(plan.i, built))
    return sameRow(memo, plan, built instanceof ShapeError ? null : built)
  })
  forgetRemovedRows(memo, document)
  for (const { i, finding } of notInTarget(plans, dialect)) found.push(explain.finding(i, finding))
  const last = plans.at(-1)?.definition
  const head = last?.kind === 'block' && last.head !== undefined ? last : null
  const rules = head?.head?.keepsLayers === true ? { ...dialect, overrides: {} } : dialect
  const strides = findStrides(rows, head, rules, header, memo)
  return { document, dialect: rules, header, rows, issues: found, head, strides: strides.values, stridePass: strides.pass }
}

/** Plans hold under one header, and everything under one target. */
function forgetOtherEnvironments(memo: Memo, dialect: Dialect, header: ModelHeader): void {
  const environment = JSON.stringify([dialect.target.id, header])
  if (memo.target !== dialect.target.id) {
    memo.rows.clear()
    memo.passes.clear()
  }
  if (memo.environment !== environment) for (const memory of memo.rows.values()) delete memory.plan
  Object.assign(memo, { target: dialect.target.id, environment })
}

function forgetRemovedRows(memo: Memo, document: Document): void {
  if (memo.rows.size <= 2 * document.rows.length) return
  const present = new Set(document.rows.map((r) => r.id))
  for (const id of memo.rows.keys()) if (!present.has(id)) memo.rows.delete(id)
}

/** A row with what was built of it, the same object as long as both are. */
function sameRow(memo: Memo, plan: RowPlan, built: Built | null): BuiltRow {
  const memory = memoryOf(memo, plan.row.id)
  if (memory.row?.plan !== plan || memory.row.built !== built) memory.row = { plan, built }
  return memory.row
}

function buildRow(plan: RowPlan, values: EnvValues, dialect: Dialect, memo: Memo, budget: Budget): Built | ShapeError | null {
  const memory = memoryOf(memo, plan.row.id)
  memory.plan = plan
  if (plan.definition === null || budget.isSpent) return null
  const { definition, args, copies } = plan
  let form = memory.forms.find((f) => isStillBuilt(f.instance, definition, args, copies, values))
  try {
    if (form !== undefined) budget.spend(form.instance.blocks)
    else {
      const instance = buildInstance(definition, args, copies, dialect, values, budget)
      form = { instance, form: { module: instance.module, counts: instance.counts, runs: new Map() } }
    }
  } catch (error) {
    if (error instanceof ShapeError) return error
    throw error
  }
  keepForm(memory, form)
  return form
}

/** Strides of the head's inputs: found by running the model on a small image in training mode, or fixed. */
function findStrides(
  rows: readonly BuiltRow[],
  head: BlockDefinition | null,
  dialect: Dialect,
  header: ModelHeader,
  memo: Memo,
): { values: number[]; pass: Pass | null } {
  const rule = head?.head?.strides ?? 32
  if (typeof rule === 'number') return { values: [rule], pass: null }
  const side = dialect.strideImage
  const image = imageType(header.ch, [side, side])
  const pass = runPass(
    rows,
    { image, text: textType(header.nc), purpose: 'stride', mode: 'raw', strides: null, counts: 'nothing' },
    dialect,
    memo,
  )
  if (rule === 'deepest') return { values: [side / smallestMap(pass, side)], pass }
  const inputs = inputsOf(rows.at(-1)!.plan, image, pass)
  const values = (inputs ?? []).flatMap((t) => (t !== null && isTensorType(t) && t.shape.length === 4 ? [side / hintOf(t.shape[2]!)] : []))
  return { values: values.length > 0 ? values : [32], pass }
}

/** Height of the smallest map that any row gives. */
function smallestMap(pass: Pass, side: number): number {
  const heights = pass.flatMap((run) => {
    const out = run?.out ?? null
    return out !== null && isTensorType(out) && out.shape.length === 4 ? [hintOf(out.shape[2]!)] : []
  })
  return Math.min(side, ...heights)
}
