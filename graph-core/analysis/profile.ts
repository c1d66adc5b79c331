/** GFLOPs as the target measures them: thop on a small image scaled up, or on the full one where that fails. */
import { type AnyModule, fuse } from '../symbolic'
import type { BuiltModel } from './build-model'
import { countModules } from './instance'
import type { BuiltRow, Memo, Pass } from './memo'
import { type PassSetting, imageType, isWhole, runPass } from './passes'
import type { FusedTotals, ProxyReport } from './report'
import { countTotals, thopTotal } from './totals'

/** What was profiled, and what it gave. */
export interface Profile {
  readonly report: ProxyReport
  readonly pass: Pass
  readonly setting: PassSetting
}

/** Profiles a built model; `full` is the pass at the image size. null where the target prints no figure: both images fail. */
export function profile({ rows, dialect, strides, header }: BuiltModel, full: Pass, setting: PassSetting, memo: Memo): Profile | null {
  const channels = dialect.proxyChannels === 'image' ? header.ch : firstParameterChannels(rows)
  if (channels === null) return null
  const side = Math.max(Math.trunc(Math.max(...strides)), 32)
  const [height, width] = setting.image.shape.slice(2) as [number, number]
  const small: PassSetting = { ...setting, counts: 'thop', purpose: 'proxy', image: imageType(channels, [side, side]) }
  const pass = runPass(rows, small, dialect, memo)
  if (isWhole(pass)) {
    return { pass, setting: small, report: { size: [side, side], factor: (height / side) * (width / side), fellBack: false } }
  }
  const takesImage = channels === header.ch && dialect.proxyFallsBack && isWhole(full)
  return takesImage ? { pass: full, setting, report: { size: [height, width], factor: 1, fellBack: true } } : null
}

/** Second size of the model's first parameter: what the profiler takes for the image's channels. */
function firstParameterChannels(rows: readonly BuiltRow[]): number | null {
  for (const { built } of rows) {
    const first = built?.instance.counts.params.values().next()
    if (first !== undefined && first.done !== true) return first.value.shape[1] ?? null
  }
  return null
}

/** The model's GFLOPs from what was profiled. */
export function gigaflops({ report }: Profile, cost: number): number {
  return (cost * report.factor * 2) / 1e9
}

/** Counts and GFLOPs after `model.fuse()`. */
export function fusedTotals({ rows, dialect }: BuiltModel, profiled: Profile | null, memo: Memo): FusedTotals {
  for (const { built } of rows) {
    if (built === null || built.fused !== undefined) continue
    const module = fuse(built.instance.module, dialect.fuse)
    const environment = [...built.instance.reads].flatMap(([key, value]) => (key === 'act' ? [value as AnyModule] : []))
    built.fused = { module, counts: countModules(module, environment), runs: new Map() }
  }
  const counts = rows.map((r) => r.built!.fused!.counts)
  const totals = countTotals(counts, dialect)
  if (profiled === null) return { ...totals, gflops: null }
  const pass = runPass(rows, { ...profiled.setting, counts: 'thop', purpose: 'fused', fused: true }, dialect, memo)
  return { ...totals, gflops: isWhole(pass) ? gigaflops(profiled, thopTotal(pass, counts, dialect)) : null }
}
