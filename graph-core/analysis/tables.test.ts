import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { parse } from '../yaml/parse'
import type { ThopVersion } from '../symbolic'
import { type Report, analyze, buildModel, createMemo, encodeShape } from './index'
import { imageType, runPass, textType } from './passes'
import { fusedTotals, gigaflops, profile } from './profile'
import { thopTotal } from './totals'

/** One model as real PyTorch printed it; see tables/README.md. */
interface Table {
  readonly name: string
  readonly scale: string
  readonly target?: string
  readonly stride: readonly number[]
  readonly gflops_proxy_inputs: readonly { readonly in: readonly number[]; readonly r: string }[]
  readonly totals: Counts
  readonly fused: Counts
  readonly layers: readonly { i: number; from: unknown; n: number; type: string; args: unknown; params: number; out: unknown }[]
}

interface Counts {
  readonly layers: number
  readonly params: number
  readonly gradients: number
  readonly gflops: number
  readonly gflops_by_thop: { readonly [V in ThopVersion]: number }
  readonly layers_modules: number
  readonly layers_leaf: number
}

const here = new URL('./tables/', import.meta.url)
const read = <T>(path: string) => JSON.parse(readFileSync(new URL(path, here), 'utf8')) as T
const tablesIn = (folder: string) => readdirSync(new URL(`${folder}/`, here)).map((file) => read<Table>(`${folder}/${file}`))
const asset = (path: string) => readFileSync(new URL(`../../assets/${path}`, import.meta.url), 'utf8')

/** The file a table was made from, by its name without the scale. */
function fileOf(table: Table): string {
  const family = table.name.replace(/^(yolov?\d+)[nslmx]/, '$1')
  return /-(ema|seattention)$/.test(family) ? `recipes/${family}.yaml` : `models/${family}.yaml`
}

function reportOf(table: Table, target?: string): Report {
  const { document } = parse(asset(fileOf(table)), { path: `${table.name}.yaml` })
  return analyze(document, builtin, { target: target ?? table.target ?? 'ultralytics@8.4' })
}

const countsOf = (c: Counts) => ({
  layers: c.layers,
  modules: c.layers_modules,
  leaves: c.layers_leaf,
  params: c.params,
  gradients: c.gradients,
})
const withoutCosts = ({ layers, modules, leaves, params, gradients }: Report['totals'] | NonNullable<Report['fused']>) => ({
  layers,
  modules,
  leaves,
  params,
  gradients,
})

describe.each(['v8', '11', 'seed'])('%s', (folder) => {
  describe.each(tablesIn(folder).map((table) => [table.name, table] as const))('%s', (_, table) => {
    const report = reportOf(table)

    test('has the rows PyTorch prints', () => {
      const rows = report.rows.map(({ i, from, n, type, args, params, out }) => ({ i, from, n, type, args, params, out: encodeShape(out) }))
      expect(rows).toEqual(table.layers)
    })

    test('has the totals PyTorch prints', () => {
      expect(report.issues).toEqual([])
      expect(withoutCosts(report.totals)).toEqual(countsOf(table.totals))
      expect(report.totals.gflops! / table.totals.gflops).toBeCloseTo(1, 6)
      expect(report.strides).toEqual(table.stride)
      expect(report.proxy.fellBack).toBe(table.gflops_proxy_inputs.length > 1)
    })

    test('has the totals PyTorch prints after fuse()', () => {
      expect(withoutCosts(report.fused!)).toEqual(countsOf(table.fused))
      expect(report.fused!.gflops! / table.fused.gflops).toBeCloseTo(1, 6)
    })
  })
})

/** GFLOPs of a table's model as another thop measures them, before and after fuse(). */
function gflopsUnder(thop: ThopVersion, table: Table): (number | null)[] {
  const { document } = parse(asset(fileOf(table)), { path: `${table.name}.yaml` })
  const memo = createMemo()
  const built = buildModel(document, builtin, { target: table.target ?? 'ultralytics@8.4' }, memo)
  const model = { ...built, dialect: { ...built.dialect, thop } }
  const setting = {
    mode: 'eval',
    strides: model.strides,
    counts: 'everything',
    purpose: 'image',
    image: imageType(3, [640, 640]),
    text: textType(80),
  } as const
  const profiled = profile(model, runPass(model.rows, setting, model.dialect, memo), setting, memo)!
  const counts = model.rows.map((r) => r.built!.instance.counts)
  return [gigaflops(profiled, thopTotal(profiled.pass, counts, model.dialect)), fusedTotals(model, profiled, memo).gflops]
}

describe.each<ThopVersion>(['0.1.1', '2.0.18', '2.1.6'])('GFLOPs under thop %s', (thop) => {
  test.each(['v8', '11', 'seed'].flatMap(tablesIn).map((table) => [table.name, table] as const))('%s', (_, table) => {
    const [plain, fused] = gflopsUnder(thop, table)
    expect(plain! / table.totals.gflops_by_thop[thop]).toBeCloseTo(1, 6)
    expect(fused! / table.fused.gflops_by_thop[thop]).toBeCloseTo(1, 6)
  })
})

describe('ultralytics@8.3.63 counts every module', () => {
  interface Older {
    readonly layers: number
    readonly params: number
    readonly gradients: number
    readonly gflops: number
    readonly fused_layers: number
    readonly fused_params: number
    readonly fused_gflops: number
  }
  const older = read<{ models: { readonly [name: string]: Older } }>('totals-8.3.63.json').models

  test.each(Object.entries(older))('%s', (name, expected) => {
    const table = [...tablesIn('v8'), ...tablesIn('11')].find((t) => t.name === name)!
    const { totals, fused } = reportOf(table, 'ultralytics@8.3.63')
    const { gflops, fused_gflops, ...counts } = expected
    expect({
      layers: totals.layers,
      params: totals.params,
      gradients: totals.gradients,
      fused_layers: fused!.layers,
      fused_params: fused!.params,
    }).toEqual({
      layers: counts.layers,
      params: counts.params,
      gradients: counts.gradients,
      fused_layers: counts.fused_layers,
      fused_params: counts.fused_params,
    })
    expect(totals.gflops! / gflops).toBeCloseTo(1, 6)
    expect(fused!.gflops! / fused_gflops).toBeCloseTo(1, 6)
  })
})
