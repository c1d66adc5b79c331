import type { Report } from '../../graph-core/analysis'
import type { RowId } from '../../graph-core/document'

export type Point = readonly [x: number, y: number]

/** What a picture is made of: nothing else of a report is looked at. */
export type Pictured = Pick<Report, 'rows' | 'imgsz'>

export interface LayoutOptions {
  /** Where the user put cards by hand. */
  readonly at?: ReadonlyMap<RowId, Point>
  /** Whether a block is the head of a model: believed of the last row while it gives nothing. By default every block may be. */
  readonly isHead?: (module: string) => boolean
  /** Levels from before, for rows that give nothing now: a broken row stays where it was. */
  readonly levels?: ReadonlyMap<RowId, number>
}

export interface LaidNode {
  readonly rowId: RowId
  readonly i: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** The level whose lane the card stands in; of a head the first one it spans. */
  readonly lane: number
  readonly isHead: boolean
  readonly isMoved: boolean
}

export interface Lane {
  readonly level: number
  readonly stride: number
  readonly y: number
  readonly height: number
  /** `P3` */
  readonly label: string
}

/**
 * `straight`: along a lane; `channel`: right angles through the channel above a lane's cards; `curve`: between lanes,
 * upright at every point; `free`: to or from a card moved by hand.
 */
export type EdgeKind = 'straight' | 'channel' | 'curve' | 'free'

export interface LaidEdge {
  /** Index of the row that is read. */
  readonly from: number
  readonly to: number
  readonly slot: number
  readonly kind: EdgeKind
  readonly points: readonly Point[]
}

export interface Layout {
  readonly nodes: readonly LaidNode[]
  /** Which row has an id. */
  readonly indexOf: ReadonlyMap<string, number>
  readonly lanes: readonly Lane[]
  readonly edges: readonly LaidEdge[]
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
}
