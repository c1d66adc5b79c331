/** What heads give, as boxes with their best class: a table for each image, whatever the layout. */
import type { HeadPredictions } from '../../symbolic'
import { dataTypes } from '../model'
import type { ProgramBuilder } from './program-builder'

/** A box a row, [n, places, 4], with its best score and that class, [n, places], and what follows the classes, [n, places, extra]. */
export interface Candidates {
  readonly boxes: string
  readonly scores: string
  readonly classes: string
  /** Null where nothing follows. */
  readonly extras: string | null
}

/** How predictions are read. */
export interface CandidateForm extends Pick<HeadPredictions, 'layout' | 'box' | 'classes'> {
  /** Numbers of a place that follow its classes: coefficients of masks, keypoints, an angle. */
  readonly extra: number
  /** Whether boxes stay centre and size. */
  readonly keepsCentres?: boolean
}

/** Reads predictions of a batch. */
export function candidatesOf(p: ProgramBuilder, form: CandidateForm, predictions: string): Candidates {
  const { layout, box, classes, extra, keepsCentres = false } = form
  const axis = layout === 'places' ? 1 : 2
  const part = (from: number, to: number) => p.slice(predictions, from, to, axis)
  const rows = (from: number, to: number) => (axis === 1 ? p.node('Transpose', [part(from, to)], { perm: [0, 2, 1] }) : part(from, to))
  const column = (i: number) => p.node('Squeeze', [part(i, i + 1), p.ints(2)])
  const boxes = box === 'xyxy' || keepsCentres ? rows(0, 4) : corners(p, rows(0, 4))
  const behind = { places: 4 + classes, queries: 4 + classes, anchors: 5 + classes, best: 6 }[layout]
  const raw = extra === 0 ? null : rows(behind, behind + extra)
  // YOLOv5 multiplies all that follows by how sure it is of something being there: its masks are made of such coefficients.
  const extras = raw === null || layout !== 'anchors' ? raw : p.node('Mul', [raw, rows(4, 5)])
  if (layout === 'best') return { boxes, scores: column(4), classes: column(5), extras }
  const scores = layout === 'anchors' ? p.node('Mul', [part(5, 5 + classes), part(4, 5)]) : part(4, 4 + classes)
  const best = p.node('ArgMax', [scores], { axis, keepdims: 0 })
  return { boxes, scores: p.greatest(scores, axis), classes: p.node('Cast', [best], { to: dataTypes.float32 }), extras }
}

/** Two corners from centre and size. */
function corners(p: ProgramBuilder, boxes: string): string {
  const [centre, half] = [p.slice(boxes, 0, 2, 2), p.node('Div', [p.slice(boxes, 2, 4, 2), p.float(2)])]
  return p.node('Concat', [p.node('Sub', [centre, half]), p.node('Add', [centre, half])], { axis: 2 })
}

/** Further than any image is wide. */
const betweenClasses = 7680

/** Boxes moved apart by their class, so that those of different classes never overlap. */
export function apartByClass(p: ProgramBuilder, { boxes, classes }: Pick<Candidates, 'boxes' | 'classes'>): string {
  return p.node('Add', [boxes, p.node('Unsqueeze', [p.node('Mul', [classes, p.float(betweenClasses)]), p.ints(2)])])
}
