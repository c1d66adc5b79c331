/** The one stack of named edits of a model: from canvas, inspector and text alike. Edits that belong together are one step. */
import { type Document, type DocumentDiff, type EditLabel, apply, invert } from '../../graph-core/document'

export interface Step {
  readonly label: EditLabel
  readonly diffs: readonly DocumentDiff[]
  /** Edits under the same key join while no pause lies between them. */
  readonly key: string | undefined
  readonly at: number
}

export interface History {
  readonly done: readonly Step[]
  readonly undone: readonly Step[]
}

export const emptyHistory: History = { done: [], undone: [] }

/** Longer than between two keys of one thought. */
const pause = 800

/** Takes an edit in; what was undone is forgotten. */
export function record({ done }: History, diff: DocumentDiff, now: number, key?: string): History {
  const last = done.at(-1)
  const joins = key !== undefined && last?.key === key && now - last.at < pause
  const step: Step = joins ? { ...last, diffs: [...last.diffs, diff], at: now } : { label: diff.label, diffs: [diff], key, at: now }
  return { done: [...(joins ? done.slice(0, -1) : done), step], undone: [] }
}

/** The next edit starts a step of its own. */
export function seal(history: History): History {
  const last = history.done.at(-1)
  return last?.key === undefined ? history : { ...history, done: [...history.done.slice(0, -1), { ...last, key: undefined }] }
}

export interface Moved {
  readonly document: Document
  readonly history: History
}

/** Takes the last step back; undefined where there is none. */
export function undo(document: Document, { done, undone }: History): Moved | undefined {
  const step = done.at(-1)
  if (step === undefined) return undefined
  const before = step.diffs.reduceRight((d, diff) => apply(d, invert(diff)), document)
  return { document: before, history: { done: done.slice(0, -1), undone: [...undone, { ...step, key: undefined }] } }
}

/** Does the step again that was undone last; undefined where there is none. */
export function redo(document: Document, { done, undone }: History): Moved | undefined {
  const step = undone.at(-1)
  if (step === undefined) return undefined
  const after = step.diffs.reduce((d, diff) => apply(d, diff), document)
  return { document: after, history: { done: [...done, step], undone: undone.slice(0, -1) } }
}
