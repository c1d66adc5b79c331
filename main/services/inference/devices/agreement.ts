/**
 * Whether a device computes what the CPU computes. A device can run a model without complaint and be wrong: onnxruntime's WebGPU, for one, has
 * convolutions whose channels it mixes up. Nobody would see it in the boxes, so each network is held to the CPU's numbers once.
 */
import type { HeadPredictions, ImageScores } from '../../../../graph-core/symbolic'

/** Half precision stays within this, of 1 and of the value. */
const tolerance = 0.01

/** Values near a threshold inside the network may fall on its other side. */
const mostOutliers = 0.002

/** Layouts whose rows are in the order of their scores: equal scores may stand either way. */
const isRanked = ({ layout }: HeadPredictions | ImageScores) => layout === 'queries' || layout === 'best'

/** True where both say the same: predictions, `[1, …]` in the form's layout, and what stands beside them. */
export function agree(device: readonly Float32Array[], cpu: readonly Float32Array[], form: HeadPredictions | ImageScores): boolean {
  return device.length === cpu.length && device.every((values, i) => isAlike(values, cpu[i]!, i === 0 && isRanked(form)))
}

function isAlike(device: Float32Array, cpu: Float32Array, isInAnyOrder: boolean): boolean {
  if (device.length !== cpu.length) return false
  const [a, b] = isInAnyOrder ? [device.toSorted(), cpu.toSorted()] : [device, cpu]
  let outliers = 0
  for (let i = 0; i < a.length; i++) {
    const expected = b[i]!
    if (!(Math.abs(a[i]! - expected) <= tolerance * (1 + Math.abs(expected)))) outliers++
  }
  return outliers <= mostOutliers * a.length
}
