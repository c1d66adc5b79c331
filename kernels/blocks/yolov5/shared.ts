/** Blocks that YOLOv5 has in the words of Ultralytics. */
import { republish } from '../../../graph-core/symbolic'
import * as ultralytics from '../ultralytics'
import { common } from './library'

export const C3 = republish(ultralytics.C3, common)
export const C3Ghost = republish(ultralytics.C3Ghost, common)
export const C3TR = republish(ultralytics.C3TR, common)
export const C3x = republish(ultralytics.C3x, { ...common, since: '7' })
export const Concat = republish(ultralytics.Concat, common)
export const DWConvTranspose2d = republish(ultralytics.DWConvTranspose2d, { ...common, since: '7' })
export const Focus = republish(ultralytics.Focus, common)
export const GhostBottleneck = republish(ultralytics.GhostBottleneck, common)
export const GhostConv = republish(ultralytics.GhostConv, common)
export const SPP = republish(ultralytics.SPP, common)

/** With an activation in its first convolution, as Ultralytics had it up to 8.3. */
export const SPPF = republish(ultralytics.SPPF, { ...common, form: '<8.4' })
