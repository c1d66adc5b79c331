/** What the window asks of the analyst, and what it is told. All of it is plain data: it crosses to a worker and back. */
import type { TotalsDifference } from '../../graph-core/compare'
import type { Totals } from '../session'
import type { Category } from '../app/category'

/** A model file by its name, which may say the scale. */
export interface ModelText {
  readonly name: string
  readonly text: string
}

/** `picture`: a model drawn small, with what was grafted onto `stock`. `scales`: two models' totals at every scale both have. */
export type Question =
  | { readonly kind: 'picture'; readonly model: ModelText; readonly stock?: ModelText | undefined }
  | {
      readonly kind: 'scales'
      readonly before: ModelText
      readonly after: ModelText
      readonly target: string
      readonly imgsz: readonly [number, number]
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

export type Answer<Q extends Question> = Q extends { readonly kind: 'picture' } ? Picture : readonly ScaleTotals[]
