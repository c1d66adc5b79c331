import { Trace, type Tensor, type TensorType, type Value } from '../symbolic'
import type { BuiltModel } from './build-model'
import type { BuiltRow } from './memo'

/** The whole model in one trace. */
export interface ModelTrace {
  readonly trace: Trace
  readonly image: Tensor
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
  const outputs: Value[] = []
  for (const row of model.rows) outputs.push(runRow(trace, row, image, outputs))
  return { trace, image, outputs }
}

function runRow(trace: Trace, { plan, built }: BuiltRow, image: Tensor, outputs: readonly Value[]): Value {
  if (built === null || plan.sources === null) throw new Error(`expected a model without errors, row ${plan.i} could not be built`)
  const inputs = plan.sources.map((source) => (source < 0 ? image : outputs[source]!))
  return trace.call(built.instance.module, plan.isList ? inputs : inputs[0]!, rowPath(plan.i))
}
