/** What a model's outputs hold: asked of its head, and kept in the metadata of files. */
import type { BuiltModel } from '../../analysis'
import { type HeadPredictions, moduleOf } from '../../symbolic'

/** The arguments its head was built with; null where its last row is no head. */
export function headArgs({ head, rows }: BuiltModel): object | null {
  const built = rows.at(-1)?.built
  if (head === null || built == null) return null
  const { definition, args } = moduleOf(built.instance.module)
  return definition === head ? args : null
}

/** What the model's first output holds; null where its last row is no head. */
export function predictionsOf(model: BuiltModel): HeadPredictions | null {
  const args = headArgs(model)
  return args === null ? null : (model.head!.head?.predictions?.(args) ?? null)
}

/** Whether its head gives the best boxes alone. */
export function isEndToEnd(model: BuiltModel): boolean {
  const args = headArgs(model)
  return args !== null && model.head!.head?.isEndToEnd?.(args) === true
}

/** The key under which files say it. */
export const predictionsKey = 'graft.predictions'

const allowed = {
  layout: ['places', 'queries', 'anchors', 'best'],
  box: ['xywh', 'xyxy'],
  unit: ['pixels', 'parts'],
  fit: ['pad', 'stretch'],
  isCrowded: [true, false],
} as const

/** What a file says of its predictions; null where it says nothing that is understood. */
export function readPredictions(text: string | undefined): HeadPredictions | null {
  let value: unknown
  try {
    value = JSON.parse(text ?? 'null')
  } catch {
    return null
  }
  const form = (value ?? {}) as Record<string, unknown>
  const isKnown = Object.entries(allowed).every(([key, values]) => (values as readonly unknown[]).includes(form[key]))
  const { classes } = form
  return isKnown && Number.isInteger(classes) && (classes as number) > 0 ? (form as unknown as HeadPredictions) : null
}
