/** Document × library × options -> report. Memoised row by row. */
import { type Dialect, type ModelHeader, dialectOf, modelNameOf, readHeader, recogniseDialect } from '../dialects'
import { issuesOf } from '../document/issues'
import type { Document } from '../document/types'
import { type Issue, issue } from '../issues/issue'
import {
  type AnyModule,
  type BlockDefinition,
  type EnvValues,
  type Library,
  ShapeError,
  type ShapeTree,
  type TensorType,
  fuse,
  hintOf,
  isTensorType,
} from '../symbolic'
import { createExplainer } from './explain'
import { buildInstance, countModules, isStillBuilt } from './instance'
import { type Built, type Memo, createMemo, keepForm, memoryOf } from './memo'
import { type BuiltRow, type Pass, inputsOf, isWhole, runPass } from './passes'
import { type RowPlan, planRows } from './plan'
import type { ProxyReport, Report, RowReport } from './report'
import type { RunSetting } from './run'
import { countTotals, thopTotal } from './totals'

export interface AnalyzeOptions {
  /** A target's id; default: what the file says, else the default target. */
  readonly target?: string
  readonly scale?: string
  /** [height, width]; default 640. */
  readonly imgsz?: readonly [number, number]
  readonly nc?: number
}

const defaultSize = [640, 640] as const

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
  const { header, issues } = readHeader(document, options)
  const found: Issue[] = [...issuesOf(document), ...issues]
  const act = defaultActivation(header, library, memo, found)
  forgetOtherEnvironments(memo, dialect, header)
  const plans = planRows(document, { library, dialect, header }, (id) => memo.rows.get(id)?.plan)
  const explain = createExplainer(document)
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
    const built = buildRow(plan, values, dialect, memo)
    if (built instanceof ShapeError) found.push(explain.construction(plan.i, built))
    return { plan, built: built instanceof ShapeError ? null : built }
  })
  forgetRemovedRows(memo, document)
  const last = plans.at(-1)?.definition
  const head = last?.kind === 'block' && last.head !== undefined ? last : null
  const strides = findStrides(rows, head, dialect, header)
  return { document, dialect, header, rows, issues: found, head, strides: strides.values, stridePass: strides.pass }
}

/** Everything the app shows of a model. Issues of the rows carry the row PyTorch would blame. */
export function analyze(document: Document, library: Library, options: AnalyzeOptions = {}, memo: Memo = createMemo()): Report {
  const model = buildModel(document, library, options, memo)
  const { dialect, header, rows, strides, head } = model
  const imgsz = options.imgsz ?? defaultSize
  const setting: RunSetting = { mode: 'eval', strides, counts: 'everything' }
  const image = imageType(header.ch, imgsz)
  const pass = runPass(rows, image, 'image', setting, dialect)
  const isBuilt = rows.every((r) => r.built !== null) && (model.stridePass === null || isWhole(model.stridePass))
  const proxy = isBuilt ? runProxy(rows, imgsz, setting, dialect, strides) : null
  const factor = proxy?.report.factor ?? 1
  const counts = rows.flatMap((r) => (r.built === null ? [] : [r.built.instance.counts]))
  const gflops = (cost: number) => (cost * factor * 2) / 1e9
  const whole = proxy?.pass ?? null

  return {
    name: modelNameOf(document.path, header.scale),
    target: dialect.target.id,
    task: head?.head?.task ?? 'detect',
    scale: header.scale,
    nc: header.nc,
    imgsz,
    strides,
    rows: rows.map((row, i) => reportRow(row, pass[i]!, whole === null ? null : gflops(whole[i]!.thop + sharedCost(whole[i]!.sharedThop)))),
    proxy: proxy?.report ?? { size: imgsz, factor: 1, fellBack: true },
    totals: {
      ...countTotals(counts, dialect),
      gflops: whole === null ? null : gflops(thopTotal(whole, counts, dialect)),
      macs: pass.reduce((sum, run) => sum + (run?.macs ?? 0), 0),
    },
    fused: isBuilt ? fusedTotals(rows, proxy, setting, dialect, header, imgsz) : null,
    issues: [...model.issues, ...runIssues(model, pass, image)],
  }
}

const imageType = (channels: number, [h, w]: readonly [number, number]): TensorType => ({ shape: [1, channels, h, w], dtype: 'f32' })
const sharedCost = (costs: ReadonlyMap<unknown, number>) => [...costs.values()].reduce((a, b) => a + b, 0)

/** The activation that Conv takes when it is given none: `activation:` from the closed list of torch.nn's, else SiLU. */
function defaultActivation(header: ModelHeader, library: Library, memo: Memo, found: Issue[]): AnyModule {
  const text = header.activation ?? 'nn.SiLU()'
  let module = memo.activations.get(text)
  if (module === undefined) {
    module = readActivation(text, library)
    if (module === undefined) {
      found.push(issue('header.activation', `activation: ${text} is no activation of torch.nn.`))
      return defaultActivation({ ...header, activation: undefined }, library, memo, found)
    }
    memo.activations.set(text, module)
  }
  return module
}

function readActivation(text: string, library: Library): AnyModule | undefined {
  try {
    return library.readModule(text)
  } catch (error) {
    if (error instanceof ShapeError) return undefined
    throw error
  }
}

/** Plans hold under one header, and everything under one target. */
function forgetOtherEnvironments(memo: Memo, dialect: Dialect, header: ModelHeader): void {
  const environment = JSON.stringify([dialect.target.id, header])
  if (memo.target !== dialect.target.id) memo.rows.clear()
  if (memo.environment !== environment) for (const memory of memo.rows.values()) delete memory.plan
  Object.assign(memo, { target: dialect.target.id, environment })
}

function forgetRemovedRows(memo: Memo, document: Document): void {
  if (memo.rows.size <= 2 * document.rows.length) return
  const present = new Set(document.rows.map((r) => r.id))
  for (const id of memo.rows.keys()) if (!present.has(id)) memo.rows.delete(id)
}

function buildRow(plan: RowPlan, values: EnvValues, dialect: Dialect, memo: Memo): Built | ShapeError | null {
  const memory = memoryOf(memo, plan.row.id)
  memory.plan = plan
  if (plan.definition === null) return null
  const { definition, args, copies } = plan
  let form = memory.forms.find((f) => isStillBuilt(f.instance, definition, args, copies, values))
  if (form === undefined) {
    try {
      form = { instance: buildInstance(definition, args, copies, dialect, values), runs: new Map() }
    } catch (error) {
      if (error instanceof ShapeError) return error
      throw error
    }
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
): { values: number[]; pass: Pass | null } {
  const rule = head?.head?.strides ?? 32
  if (rule !== 'traced') return { values: [rule], pass: null }
  const side = dialect.strideImage
  const image = imageType(header.ch, [side, side])
  const pass = runPass(rows, image, 'stride', { mode: 'raw', strides: null, counts: 'nothing' }, dialect)
  const inputs = inputsOf(rows.at(-1)!.plan, image, pass)
  const values = (inputs ?? []).flatMap((t) => (t !== null && isTensorType(t) && t.shape.length === 4 ? [side / hintOf(t.shape[2]!)] : []))
  return { values: values.length > 0 ? values : [32], pass }
}

interface Proxy {
  readonly report: ProxyReport
  readonly pass: Pass
}

/** What GFLOPs are measured on: a small image scaled up, or the full one where that fails; null where both fail. */
function runProxy(
  rows: readonly BuiltRow[],
  imgsz: readonly [number, number],
  setting: RunSetting,
  dialect: Dialect,
  strides: readonly number[],
): Proxy | null {
  const channels = firstParameterChannels(rows)
  if (channels === null) return null
  const side = Math.max(Math.trunc(Math.max(...strides)), 32)
  const small = runPass(rows, imageType(channels, [side, side]), 'proxy', { ...setting, counts: 'thop' }, dialect)
  if (isWhole(small)) return { pass: small, report: { size: [side, side], factor: (imgsz[0] / side) * (imgsz[1] / side), fellBack: false } }
  if (!dialect.proxyFallsBack) return null
  const full = runPass(rows, imageType(channels, imgsz), 'image', setting, dialect)
  return isWhole(full) ? { pass: full, report: { size: imgsz, factor: 1, fellBack: true } } : null
}

/** Second size of the model's first parameter: what the profiler takes for the image's channels. */
function firstParameterChannels(rows: readonly BuiltRow[]): number | null {
  for (const { built } of rows) {
    const first = built?.instance.counts.params.values().next()
    if (first !== undefined && first.done !== true) return first.value.shape[1] ?? null
  }
  return null
}

function fusedTotals(
  rows: readonly BuiltRow[],
  proxy: Proxy | null,
  setting: RunSetting,
  dialect: Dialect,
  header: ModelHeader,
  imgsz: readonly [number, number],
) {
  for (const { built } of rows) {
    if (built === null || built.fused !== undefined) continue
    const module = fuse(built.instance.module, dialect.fuse)
    const environment = [...built.instance.reads].flatMap(([key, value]) => (key === 'act' ? [value as AnyModule] : []))
    built.fused = { module, counts: countModules(module, environment), runs: new Map() }
  }
  const counts = rows.map((r) => r.built!.fused!.counts)
  const totals = countTotals(counts, dialect)
  if (proxy === null) return { ...totals, gflops: null }
  const [h, w] = proxy.report.size
  const pass = runPass(
    rows,
    imageType(firstParameterChannels(rows) ?? header.ch, [h, w]),
    `proxy ${imgsz.join('×')}`,
    setting,
    dialect,
    true,
  )
  return { ...totals, gflops: isWhole(pass) ? (thopTotal(pass, counts, dialect) * proxy.report.factor * 2) / 1e9 : null }
}

function reportRow({ plan, built }: BuiltRow, run: Pass[number], gflops: number | null): RowReport {
  const counts = built?.instance.counts
  const { row } = plan
  const from = row.from.items === undefined ? row.from.value : row.from.items.map((c) => c.value)
  return {
    id: row.id,
    i: plan.i,
    from: from as number | readonly number[],
    n: plan.n,
    module: String(row.module.value),
    type: plan.definition?.type ?? String(row.module.value),
    args: plan.args,
    params: counts?.paramCount ?? 0,
    frozen: counts?.frozenCount ?? 0,
    modules: counts?.modules ?? new Set(),
    leaves: counts?.leaves ?? new Set(),
    declared: plan.definition === null ? null : plan.declared,
    out: run === null || run.error !== null ? null : run.out,
    gflops,
    macs: run?.macs ?? 0,
    status: built === null || run?.error != null ? 'failed' : run === null ? 'unknown' : 'ok',
  }
}

/** One issue a row: from the pass that finds strides, where PyTorch fails first, else from the run at the image size. */
function runIssues(model: BuiltModel, pass: Pass, image: TensorType): Issue[] {
  const explain = createExplainer(model.document)
  const side = model.dialect.strideImage
  const small = imageType(model.header.ch, [side, side])
  return model.rows.flatMap(({ plan }, i) => {
    const early = model.stridePass?.[i]
    const [runs, type] = early?.error != null ? [model.stridePass!, small] : [pass, image]
    const error = runs[i]?.error
    if (error == null) return []
    const outs = runs.map((r): ShapeTree | undefined => (r === null || r.error !== null ? undefined : r.out))
    return [explain.run(plan, error, inputsOf(plan, type, runs) ?? [], type.shape.slice(2).map(hintOf), outs)]
  })
}
