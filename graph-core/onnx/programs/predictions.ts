/** What a model's outputs hold: asked of its head, and kept in the metadata of files. */
import type { BuiltModel } from '../../analysis'
import { type HeadPredictions, type ImageScores, type PlaceExtra, moduleOf } from '../../symbolic'

/** The arguments its head was built with; null where its last row is no head. */
export function headArgs({ head, rows }: BuiltModel): object | null {
  const built = rows.at(-1)?.built
  if (head === null || built == null) return null
  const { definition, args } = moduleOf(built.instance.module)
  return definition === head ? args : null
}

/** What the model's first output holds; null where its last row is no head, or one that says neither boxes nor classes. */
export function predictionsOf(model: BuiltModel): HeadPredictions | ImageScores | null {
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

/** How many numbers follow a place's classes. */
export function numbersOf(extra: PlaceExtra | undefined): number {
  if (extra === undefined) return 0
  return extra.kind === 'angle' ? 1 : extra.kind === 'masks' ? extra.count : extra.count * extra.width
}

/** Whether boxes are turned, by an angle that follows the classes: they are centre and size then, wherever they come from. */
export const isTurned = ({ extra }: Pick<HeadPredictions, 'extra'>): boolean => extra?.kind === 'angle'

const tasks = { masks: 'segment', points: 'pose', angle: 'obb' } as const

/** What predictions are for. */
export function taskOf(form: HeadPredictions | ImageScores): 'detect' | 'classify' | (typeof tasks)[keyof typeof tasks] {
  if (form.layout === 'image') return 'classify'
  return form.extra === undefined ? 'detect' : tasks[form.extra.kind]
}

const allowed = {
  layout: ['places', 'queries', 'anchors', 'best'],
  box: ['xywh', 'xyxy'],
  unit: ['pixels', 'parts'],
  fit: ['pad', 'stretch'],
  isCrowded: [true, false],
} as const

/** What a file says of its predictions; null where it says nothing that is understood. */
export function readPredictions(text: string | undefined): HeadPredictions | ImageScores | null {
  let value: unknown
  try {
    value = JSON.parse(text ?? 'null')
  } catch {
    return null
  }
  const form = (value ?? {}) as Record<string, unknown>
  if (!isCount(form['classes'])) return null
  if (form['layout'] === 'image') return form['fit'] === 'crop' ? (form as unknown as ImageScores) : null
  const isKnown = Object.entries(allowed).every(([key, values]) => (values as readonly unknown[]).includes(form[key]))
  return isKnown && isExtra(form['extra']) ? (form as unknown as HeadPredictions) : null
}

const isCount = (value: unknown) => Number.isInteger(value) && (value as number) > 0

function isExtra(value: unknown): boolean {
  if (value === undefined) return true
  const { kind, count, width, cut } = (value ?? {}) as Record<string, unknown>
  if (kind === 'masks') return isCount(count) && ['pixels', 'cells', 'shares'].includes(cut as string)
  return kind === 'angle' || (kind === 'points' && isCount(count) && (width === 2 || width === 3))
}
