import type { Dialect } from '../dialects'
import type { ModuleId, Param } from '../symbolic'
import { elements } from '../symbolic'
import type { Counts } from './instance'
import type { Pass } from './memo'
import type { FusedTotals } from './report'

/** The model itself and the Sequential that holds its rows: modules too, as PyTorch counts. */
const modelAndSequential = 2

/** Counts over all rows, what rows share taken once. */
export function countTotals(rows: readonly Counts[], dialect: Dialect): Omit<FusedTotals, 'gflops'> {
  const sharedModules = new Set<ModuleId>()
  const sharedParams = new Map<Param, number>()
  let [modules, leaves, params, frozen] = [modelAndSequential, 0, 0, 0]
  for (const row of rows) {
    modules += row.modules.size
    leaves += row.leaves.size
    params += row.paramCount
    frozen += row.frozenCount
    for (const id of row.shared) {
      if (sharedModules.has(id)) {
        modules--
        if (row.leaves.has(id)) leaves--
      } else sharedModules.add(id)
      for (const [, tensor] of id.tensors) {
        if (!('frozen' in tensor)) continue
        if (sharedParams.has(tensor)) params -= elements(tensor.shape)
        else sharedParams.set(tensor, elements(tensor.shape))
      }
    }
  }
  return { layers: dialect.layerCount === 'leaves' ? leaves : modules, modules, leaves, params, gradients: params - frozen }
}

/**
 * What thop reports for the model, in its multiply-accumulates. Up to 2.0.x a layer that several modules hold is hooked
 * once for each and summed once for each, so its cost grows with the square of its registrations.
 */
export function thopTotal(pass: Pass, rows: readonly Counts[], dialect: Dialect): number {
  const shared = new Map<ModuleId, number>()
  let total = 0
  for (const run of pass) {
    total += run!.thop
    if (run!.sharedThop.size > 0) for (const [id, cost] of run!.sharedThop) shared.set(id, (shared.get(id) ?? 0) + cost)
  }
  for (const [id, cost] of shared) {
    const registrations = rows.reduce((n, row) => n + (row.registrations.get(id) ?? 0), 0)
    total += cost * (dialect.thop === '2.1.6' ? 1 : registrations ** 2)
  }
  return total
}
