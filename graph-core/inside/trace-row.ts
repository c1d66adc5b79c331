import type { BuiltModel, Report } from '../analysis'
import { imageType, textType } from '../analysis/passes'
import { placeholders } from '../analysis/run'
import { type CallNode, ShapeError, type ShapeTree, Trace } from '../symbolic'

/** A row run alone. */
export interface RowTrace {
  readonly trace: Trace
  readonly call: CallNode
}

/**
 * Runs row `i` alone on what the rows it reads give in the report, which is of the same model. Null where it cannot be built or run. Rows that are
 * repeated are a Sequential of their copies.
 */
export function traceRow(model: BuiltModel, { rows, imgsz }: Pick<Report, 'rows' | 'imgsz'>, i: number): RowTrace | null {
  const { plan, built } = model.rows[i]!
  if (built === null || plan.sources === null || rows[i]?.status !== 'ok') return null
  const image = imageType(model.header.ch, imgsz)
  const images = plan.sources.map((source): ShapeTree => (source < 0 ? image : rows[source]!.out))
  const given = plan.isList ? images : images[0]!
  const text = plan.text === null ? null : plan.text < 0 ? textType(model.header.nc) : rows[plan.text]!.out
  const trace = new Trace({ mode: 'eval', strides: model.strides, overrides: model.dialect.overrides })
  try {
    trace.call(built.instance.module, placeholders(trace, plan.text === null ? given : [given, text]))
  } catch (error) {
    if (error instanceof ShapeError) return null
    throw error
  }
  return { trace, call: trace.body[0] as CallNode }
}
