import { type BuiltModel, type ModelTrace, rowPath, traceModel } from '../analysis'
import { issue } from '../issues/issue'
import { type Dim, ShapeError, type Value, dim, tensorsIn } from '../symbolic'
import { type ExportOptions, type ExportResult, exportTrace } from './export-trace'
import { modelMetadata } from './model-metadata'
import { type NamedModules, type WeightSource, stateNames } from './weight-source'

export interface ModelOptions extends ExportOptions {
  /** [height, width] of the image. */
  readonly imgsz: readonly [number, number]
  readonly batch?: number
  /** Whether batch, height and width stay free. Height and width must then be multiples of the largest stride. */
  readonly dynamic?: boolean
}

/** The modules of a model with their paths, as weights need them. */
export function namedModules({ rows }: BuiltModel): NamedModules {
  return rows.flatMap(({ plan, built }) => (built === null ? [] : [[rowPath(plan.i), built.instance.module] as const]))
}

/**
 * A whole model, built without errors: input `images`, outputs `output0`, … as PyTorch exports them. At a size where PyTorch would raise
 * the result is that issue.
 */
export function exportModel(name: string, model: BuiltModel, weights: WeightSource, options: ModelOptions): ExportResult {
  let run: ModelTrace
  try {
    run = traceModel(model, { shape: imageShape(model, options), dtype: 'f32' })
  } catch (error) {
    if (error instanceof ShapeError) return { ok: false, issues: [issue(error.code, error.message, {}, { cure: error.cure })] }
    throw error
  }
  return exportTrace(
    {
      name,
      trace: run.trace,
      inputs: [{ name: 'images', tensor: run.image }, ...(run.text === null ? [] : [{ name: 'text', tensor: run.text }])],
      outputs: tensorsIn(exported(model, run)).map((tensor, i) => ({ name: `output${i}`, tensor })),
      weights: { names: stateNames(namedModules(model)), source: weights },
      endsInDecoder: true,
    },
    { ...options, metadata: { ...modelMetadata(name, model, options), ...options.metadata } },
  )
}

function imageShape(
  { strides, header: { ch: channels } }: BuiltModel,
  { imgsz: [height, width], batch = 1, dynamic = false }: ModelOptions,
): readonly Dim[] {
  if (!dynamic) return [batch, channels, height, width]
  const stride = Math.max(32, ...strides)
  const size = (name: string, near: number) => dim.symbol(name, Math.max(1, Math.round(near / stride)) * stride, stride)
  return [dim.symbol('batch', batch), channels, size('height', height), size('width', width)]
}

/** What the head gives when it is exported: its first output at inference, where the others are its training maps, or what it says itself. */
function exported({ head }: BuiltModel, { trace, outputs }: ModelTrace): Value {
  const result = outputs.at(-1)!
  const own = head?.head?.exported?.(result, trace.frame)
  return own ?? (Array.isArray(result) ? (result as readonly Value[])[0]! : result)
}
