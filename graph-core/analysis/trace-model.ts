import { Trace, type Tensor, type TensorType, type Value } from '../symbolic'
import type { BuiltModel } from './build-model'
import type { BuiltRow } from './memo'
import { textType } from './passes'

/** The whole model in one trace. */
export interface ModelTrace {
  readonly trace: Trace
  readonly image: Tensor
  /** The text that open-vocabulary models read beside it, [n, classes, width]; null for all others. */
  readonly text: Tensor | null
  /** What each row gives. */
  readonly outputs: readonly Value[]
}

/** Where a row's module stands in the model: `model.4`. */
export const rowPath = (i: number) => `model.${i}`

/**
 * Runs all rows in one trace on an image `[n, c, h, w]`, whose sizes may be symbols; calls are named `model.<i>`. The
 * model must be built without errors. Throws ShapeError where PyTorch would raise at this size.
 */
export function traceModel(model: BuiltModel, type: TensorType, mode: 'eval' | 'raw' = 'eval'): ModelTrace {
  const trace = new Trace({ mode, strides: model.strides, overrides: model.dialect.overrides })
  const image = trace.input(type)
  const readsText = model.rows.some((row) => row.plan.text !== null)
  const [, ...ofClasses] = textType(model.header.nc).shape
  const text = readsText ? trace.input({ shape: [type.shape[0]!, ...ofClasses], dtype: type.dtype }) : null
  const outputs: Value[] = []
  for (const row of model.rows) outputs.push(runRow(trace, row, image, text, outputs))
  return { trace, image, text, outputs }
}

function runRow(trace: Trace, { plan, built }: BuiltRow, image: Tensor, text: Tensor | null, outputs: readonly Value[]): Value {
  if (built === null || plan.sources === null) throw new Error(`expected a model without errors, row ${plan.i} could not be built`)
  const inputs = plan.sources.map((source) => (source < 0 ? image : outputs[source]!))
  const given = plan.isList ? inputs : inputs[0]!
  const read = plan.text === null ? given : [given, plan.text < 0 ? text : outputs[plan.text]!]
  return trace.call(built.instance.module, read, rowPath(plan.i))
}
