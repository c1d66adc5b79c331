import type { Totals } from '../analysis'

/** What the later model has more of; GFLOPs are null where one of the two has no figure. */
export interface TotalsDifference {
  readonly layers: number
  readonly params: number
  readonly gradients: number
  readonly gflops: number | null
  readonly macs: number
}

/** Later less earlier. */
export function compareTotals(before: Totals, after: Totals): TotalsDifference {
  return {
    layers: after.layers - before.layers,
    params: after.params - before.params,
    gradients: after.gradients - before.gradients,
    gflops: before.gflops === null || after.gflops === null ? null : after.gflops - before.gflops,
    macs: after.macs - before.macs,
  }
}
