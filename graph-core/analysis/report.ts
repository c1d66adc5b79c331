import type { Issue } from '../issues/issue'
import type { RowId } from '../document/types'
import type { ArgValue, ModuleId, ShapeTree } from '../symbolic'

/** What is known of one row. */
export interface RowReport {
  readonly id: RowId
  readonly i: number
  /** As written: a number, or a list of numbers. */
  readonly from: number | readonly number[]
  /** Repeats after the depth multiple. */
  readonly n: number
  /** Name in the file. */
  readonly module: string
  /** Dotted path as the target prints it. */
  readonly type: string
  /** Constructor arguments as the target prints them. */
  readonly args: readonly ArgValue[]
  readonly params: number
  /** Parameters without a gradient. */
  readonly frozen: number
  readonly modules: ReadonlySet<ModuleId>
  readonly leaves: ReadonlySet<ModuleId>
  /** Channels the parse rule notes for later rows. */
  readonly declared: number | readonly number[] | null
  /** What forward gives at the image size. */
  readonly out: ShapeTree
  /** The target's figure for this row, null where it prints none. */
  readonly gflops: number | null
  /** True multiply-accumulates at the image size. */
  readonly macs: number
  readonly status: 'ok' | 'unknown' | 'failed'
}

/** Counts over the whole model, what rows share taken once. */
export interface FusedTotals {
  /** The count the target prints. */
  readonly layers: number
  readonly modules: number
  readonly leaves: number
  readonly params: number
  /** Parameters with a gradient. */
  readonly gradients: number
  /** The target's figure, unrounded; null where it prints none. */
  readonly gflops: number | null
}

export interface Totals extends FusedTotals {
  /** True multiply-accumulates at the image size. */
  readonly macs: number
}

/** How GFLOPs were measured. */
export interface ProxyReport {
  /** Side of the image that was profiled, or both sides where it fell back to the full image. */
  readonly size: readonly [height: number, width: number]
  /** By which the profiled cost was multiplied. */
  readonly factor: number
  readonly fellBack: boolean
}

/** Everything analysis says of a model. */
export interface Report {
  readonly name: string
  readonly target: string
  readonly task: string
  readonly scale: string
  readonly nc: number
  /** [height, width]. */
  readonly imgsz: readonly [number, number]
  readonly strides: readonly number[]
  readonly rows: readonly RowReport[]
  readonly proxy: ProxyReport
  readonly totals: Totals
  /** After `model.fuse()`; null where the model cannot be built. */
  readonly fused: FusedTotals | null
  readonly issues: readonly Issue[]
}
