/** Which models can have NMS in their file, and which need none. */
import type { BuiltModel } from '../../analysis'
import { headArgs, isEndToEnd, isTurned, predictionsOf } from './predictions'

/** Thresholds of Ultralytics' exporter, and the most boxes of an image. */
export const suppression = { conf: 0.25, iou: 0.7, most: 300 } as const

/** Boxes of which several may mean one object. */
export interface CrowdedForm {
  readonly layout: 'places' | 'anchors'
  readonly classes: number
  /** Whether boxes are turned, an angle standing behind the classes. */
  readonly isTurned: boolean
}

/** Why NMS has nothing to do: the head gives each object once, or no boxes. */
export type NoSuppression = 'each-once' | 'no-boxes'

/** How a model's boxes are suppressed, or why they are not. Ultralytics' exporter leaves NMS out of the same models. */
export function suppressionOf(model: BuiltModel): CrowdedForm | NoSuppression {
  const args = headArgs(model)
  if (args === null) return 'no-boxes'
  if (isEndToEnd(model)) return 'each-once'
  const form = predictionsOf(model)
  if (form === null || form.layout === 'image') return 'no-boxes'
  const { layout, classes, isCrowded } = form
  return isCrowded && (layout === 'places' || layout === 'anchors') ? { layout, classes, isTurned: isTurned(form) } : 'each-once'
}
