/** What the window asks of the analyst, and what it is told. All of it is plain data: it crosses to a worker and back. */
import type { TotalsDifference } from '../../graph-core/compare'
import type { LoadReport } from '../../graph-core/onnx/load-by-name'
import type { Totals } from '../session'
import type { Category } from '../app/category'
import type { Said } from '../app/issue-text'
import type { Replacement } from '../find/replacement'

/** A model file by its name, which may say the scale. */
export interface ModelText {
  readonly name: string
  readonly text: string
}

/**
 * `picture`: a model drawn small, with what was grafted onto `stock`. `scales`: two models' totals at every scale both have. `everyScale`: a
 * model's totals and rows at every scale it has. `rehearsal`: what an edit would do, tried on a copy. `fit`: what of a checkpoint a model takes.
 */
export type Question =
  | { readonly kind: 'picture'; readonly model: ModelText; readonly stock?: ModelText | undefined }
  | {
      readonly kind: 'scales'
      readonly before: ModelText
      readonly after: ModelText
      readonly target: string
      readonly imgsz: readonly [number, number]
    }
  | EveryScaleQuestion
  | RehearsalQuestion
  | FitQuestion

export interface EveryScaleQuestion {
  readonly kind: 'everyScale'
  readonly model: ModelText
  readonly target: string
  readonly imgsz: readonly [number, number]
}

export interface FitQuestion {
  readonly kind: 'fit'
  readonly model: ModelText
  readonly target: string
  readonly scale: string
  readonly imgsz: readonly [number, number]
  /** Whether the checkpoint is a network in ONNX. */
  readonly isNetwork: boolean
  /** Of the checkpoint's tensors, by name. */
  readonly shapes: ReadonlyMap<string, { readonly shape: readonly number[] }>
}

export interface RehearsalQuestion {
  readonly kind: 'rehearsal'
  readonly model: ModelText
  readonly target: string
  readonly scale: string
  readonly imgsz: readonly [number, number]
  readonly replacement: Replacement
}

/** A model as the canvas lays it out, in canvas units. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly lanes: readonly { readonly y: number; readonly height: number }[]
  readonly cards: readonly PictureCard[]
  /** The `d` of all links as one path. */
  readonly links: string
  readonly totals: Totals
  readonly graft: Graft | undefined
}

export interface PictureCard {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly category: Category
  readonly isNew: boolean
}

/** What a recipe does to its stock model. */
export interface Graft {
  readonly difference: TotalsDifference
  readonly rows: number
  /** Where the papers of the grafted blocks are. */
  readonly papers: readonly string[]
}

/** Totals of both models at one scale; '' where the models have none. */
export interface ScaleTotals {
  readonly scale: string
  readonly before: Totals
  readonly after: Totals
}

/** A model at one scale; '' where it has none. */
export interface AtScale {
  readonly scale: string
  /** null where the model cannot be built at that scale. */
  readonly totals: Totals | null
  readonly rows: readonly RowAtScale[]
}

/** What a row is at one scale. */
export interface RowAtScale {
  readonly n: number
  /** Constructor arguments as the target prints them. */
  readonly args: string
  /** `64×80×80`; null where nothing is known. */
  readonly out: string | null
  readonly params: number
  /** The target's figure, or our own count where it prints none. */
  readonly gflops: number
}

/** What an edit would do. */
export interface Rehearsal {
  readonly before: Totals
  /** null where the model could not be built any more. */
  readonly after: Totals | null
  /** Why it would be refused. */
  readonly refusal: Said | null
  /** What would be lost, such as arguments the new block does not have. */
  readonly notice: Said | null
  /** Errors the model does not have now. */
  readonly errors: readonly Said[]
}

interface Answers {
  readonly picture: Picture
  readonly scales: readonly ScaleTotals[]
  readonly everyScale: readonly AtScale[]
  readonly rehearsal: Rehearsal
  readonly fit: LoadReport
}

export type Answer<Q extends Question> = Answers[Q['kind']]
