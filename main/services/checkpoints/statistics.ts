import type { WeightTensor } from '../../../graph-core/weights/weight-tensor'
import { hashOf } from './hash'

/** A tensor's values at a glance. Null where there is no finite value, or the type is only carried. */
export interface Statistics {
  /** Of the values as little-endian float32, row by row. */
  readonly sha256: string | null
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  /** Standard deviation of all values, not of a sample. */
  readonly deviation: number | null
  readonly zeros: number
  readonly nans: number
  readonly infinities: number
  /** How many finite values lie in each of equal parts from `min` to `max`; none where these are null. */
  readonly histogram: readonly number[]
}

/** As many bars as a small picture shows. */
const parts = 48

export async function statisticsOf(tensor: WeightTensor): Promise<Statistics> {
  const sha256 = await hashOf(tensor)
  const values = sha256 === null ? new Float32Array(0) : await tensor.toFloat32()
  let [count, zeros, nans, infinities, min, max, mean, squares] = [0, 0, 0, 0, Infinity, -Infinity, 0, 0]
  for (const value of values) {
    if (Number.isNaN(value)) nans++
    else if (!Number.isFinite(value)) infinities++
    else {
      if (value === 0) zeros++
      if (value < min) min = value
      if (value > max) max = value
      // Welford's way: sums of squares would lose what differs in millions of values far from 0.
      const off = value - mean
      mean += off / ++count
      squares += off * (value - mean)
    }
  }
  const known =
    count > 0 ? { min, max, mean, deviation: Math.sqrt(squares / count) } : { min: null, max: null, mean: null, deviation: null }
  return { sha256, ...known, zeros, nans, infinities, histogram: count > 0 ? histogramOf(values, min, max) : [] }
}

function histogramOf(values: Float32Array, min: number, max: number): number[] {
  const counts = new Array<number>(parts).fill(0)
  // Values that are all the same lie in the middle.
  const span = max - min
  for (const value of values) {
    if (Number.isFinite(value)) counts[span === 0 ? parts / 2 : Math.min(parts - 1, Math.floor(((value - min) / span) * parts))]!++
  }
  return counts
}
