/** Where our report of a model differs from what PyTorch printed. */
import { existsSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { type BuiltModel, type Report, analyze, buildModel, createMemo, encodeShape } from '../../graph-core/analysis'
import { imageType, runPass, textType } from '../../graph-core/analysis/passes'
import { fusedTotals, gigaflops, profile } from '../../graph-core/analysis/profile'
import { thopTotal } from '../../graph-core/analysis/totals'
import { atSize } from '../../graph-core/dialects/sizes'
import type { Document } from '../../graph-core/document/types'
import type { ThopVersion } from '../../graph-core/symbolic'
import { parse } from '../../graph-core/yaml/parse'
import { builtin } from '../../kernels'
import type { OlderTotals, Table, TableCounts } from './tables'

const shelves = ['models', 'recipes']
const thops = ['0.1.1', '2.0.18', '2.1.6'] as const

/** The template a table's file is written as; undefined where there is none. */
export function templateOf(table: Table): string | undefined {
  const files = shelves.map((shelf) => new URL(`../../assets/${shelf}/${table.yaml}`, import.meta.url))
  const found = files.find((file) => existsSync(file))
  return found === undefined ? undefined : readFileSync(found, 'utf8')
}

/** The model of a table: its template at its size, with what is grafted onto it; undefined where there is no template. */
export function documentOf(table: Table): Document | undefined {
  const text = templateOf(table)
  if (text === undefined) return undefined
  return parse(table.size === undefined ? text : atSize(text, table.size), { path: `${table.name}.yaml` }).document
}

const show = (value: unknown) => JSON.stringify(value)
const differ = (what: string, ours: unknown, theirs: unknown): string[] =>
  isDeepStrictEqual(ours, theirs) ? [] : [`${what}: ${show(ours)}, PyTorch ${show(theirs)}`]

/** GFLOPs agree to 1e-6 of themselves. */
function differInCost(what: string, ours: number | null, theirs: number | null): string[] {
  const agree = ours === null || theirs === null ? ours === theirs : Math.abs(ours - theirs) <= 1e-6 * Math.abs(theirs)
  return agree ? [] : [`${what}: ${ours}, PyTorch ${theirs}`]
}

type Counted = Omit<TableCounts, 'gflopsByThop'>

function differInCounts(what: string, ours: Counted | null, theirs: Counted | null): string[] {
  if (ours === null || theirs === null) return differ(what, ours, theirs)
  const counts = ({ layers, modules, leaves, params, gradients }: Counted) => ({ layers, modules, leaves, params, gradients })
  return [...differ(what, counts(ours), counts(theirs)), ...differInCost(`${what} GFLOPs`, ours.gflops, theirs.gflops)]
}

function differInRows(report: Report, table: Table): string[] {
  const rows = report.rows.map(({ i, from, n, type, args, params, out }) => ({ i, from, n, type, args, params, out: encodeShape(out) }))
  const count = differ('number of rows', rows.length, table.rows.length)
  return [...count, ...table.rows.flatMap((theirs, i) => differ(`row ${i}`, rows[i], theirs))]
}

/** Every difference between our report and a table; empty where the model is right. */
export function modelDifferences(table: Table): string[] {
  const document = documentOf(table)
  if (document === undefined) return [`there is no template ${table.yaml}`]
  const report = analyze(document, builtin, { target: table.target })
  const { name, scale, nc, task, strides, imgsz, issues } = report
  // What is expensive runs as PyTorch says.
  const doubts = issues.filter(({ code, severity }) => severity !== 'info' && code !== 'row.expensive')
  const printed = { name, scale, nc, task, strides, input: [1, 3, ...imgsz], fellBack: report.proxy.fellBack, issues: doubts }
  const expected = {
    name: table.name,
    scale: table.scale,
    nc: table.nc,
    task: table.task,
    strides: table.stride,
    input: table.input,
    fellBack: table.fellBack,
    issues: [],
  }
  return [
    ...differ('model', printed, expected),
    ...differInRows(report, table),
    ...differInCounts('totals', report.totals, table.totals),
    ...differInCounts('fused', report.fused, table.fused),
    ...thops.flatMap((thop) => differUnderThop(document, table, thop)),
  ]
}

function differUnderThop(document: Document, table: Table, thop: ThopVersion): string[] {
  const memo = createMemo()
  const built = buildModel(document, builtin, { target: table.target }, memo)
  const model: BuiltModel = { ...built, dialect: { ...built.dialect, thop } }
  const [, , height, width] = table.input
  const setting = {
    mode: 'eval',
    strides: model.strides,
    counts: 'everything',
    purpose: 'image',
    image: imageType(model.header.ch, [height, width]),
    text: textType(model.header.nc),
  } as const
  const profiled = profile(model, runPass(model.rows, setting, model.dialect, memo), setting, memo)
  const counts = model.rows.flatMap((r) => (r.built === null ? [] : [r.built.instance.counts]))
  const plain = profiled && gigaflops(profiled, thopTotal(profiled.pass, counts, model.dialect))
  return [
    ...differInCost(`GFLOPs by thop ${thop}`, plain, table.totals.gflopsByThop[thop]),
    ...(table.fused === null
      ? []
      : differInCost(`fused GFLOPs by thop ${thop}`, fusedTotals(model, profiled, memo).gflops, table.fused.gflopsByThop[thop])),
  ]
}

/** Differences from the totals that the older release printed. */
export function olderDifferences(table: Table, expected: OlderTotals): string[] {
  const document = documentOf(table)
  if (document === undefined) return [`there is no template ${table.yaml}`]
  const { gflops, fusedGflops, nc, ...counts } = expected
  const { totals, fused, issues } = analyze(document, builtin, { target: 'ultralytics@8.3.63', ...(nc === undefined ? {} : { nc }) })
  const ours = {
    layers: totals.layers,
    params: totals.params,
    gradients: totals.gradients,
    fusedLayers: fused?.layers,
    fusedParams: fused?.params,
  }
  return [
    ...differ('issues', issues, []),
    ...differ('totals', ours, counts),
    ...differInCost('GFLOPs', totals.gflops, gflops),
    ...differInCost('fused GFLOPs', fused?.gflops ?? null, fusedGflops),
  ]
}
