import { type BuiltModel, type ModelTrace, rowPath, traceModel } from '../analysis'
import { type Issue, issue } from '../issues/issue'
import { type Dim, ShapeError, type Value, dim, tensorsIn } from '../symbolic'
import { type ExportOptions, type ExportResult, type NamedTensor, exportTrace } from './export-trace'
import { modelMetadata } from './model-metadata'
import { withSuppression } from './programs/suppress-program'
import { type NoSuppression, suppressionOf } from './programs/suppression'
import { type NamedModules, type WeightSource, stateNames } from './weight-source'

export interface ModelOptions extends ExportOptions {
  /** [height, width] of the image. */
  readonly imgsz: readonly [number, number]
  readonly batch?: number
  /** Whether batch, height and width stay free. Height and width must then be multiples of the largest stride. */
  readonly dynamic?: boolean
  /** Whether boxes that mean one object are suppressed in the graph. Refused for models that need no NMS. */
  readonly nms?: boolean
  /** Who wrote the file and when, for its metadata; left out where nothing is said. */
  readonly origin?: Origin
}

/** What a file says of where it comes from. */
export interface Origin {
  /** Graft's. */
  readonly version: string
  /** ISO 8601. Comes from outside, so that the same call gives the same bytes. */
  readonly date: string
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
  const form = options.nms === true ? suppressionOf(model) : null
  if (typeof form === 'string') return { ok: false, issues: [noSuppression(form, model)] }
  const run = traceOrRefuse(model, imageShape(model, options))
  if ('ok' in run) return run
  const result = exportTrace(
    {
      name,
      trace: run.trace,
      inputs: inputsOf(run),
      outputs: tensorsIn(exported(model, run)).map((tensor, i) => ({ name: `output${i}`, tensor })),
      weights: { names: stateNames(namedModules(model)), source: weights },
      endsInDecoder: true,
    },
    { ...options, metadata: { ...modelMetadata(name, model, options), ...options.metadata } },
  )
  return result.ok && form !== null ? { ok: true, model: withSuppression(result.model, form) } : result
}

/** A model run at a shape of its image [n, c, h, w]; at a size where PyTorch would raise, that issue. */
export function traceOrRefuse(model: BuiltModel, shape: readonly Dim[]): ModelTrace | (ExportResult & { readonly ok: false }) {
  try {
    return traceModel(model, { shape, dtype: 'f32' })
  } catch (error) {
    if (error instanceof ShapeError) return { ok: false, issues: [issue(error.code, error.message, {}, { cure: error.cure })] }
    throw error
  }
}

/** What a model reads: `images`, and where it compares with words their embeddings, `text`. */
export const inputsOf = ({ image, text }: ModelTrace): readonly NamedTensor[] => [
  { name: 'images', tensor: image },
  ...(text === null ? [] : [{ name: 'text', tensor: text }]),
]

const whyNoSuppression = {
  'each-once': 'gives each object once already, so there is nothing for NMS to suppress',
  'no-boxes': 'gives no boxes, so there is nothing for NMS to suppress',
} as const

function noSuppression(why: NoSuppression, { head, rows }: BuiltModel): Issue {
  const where = head === null ? {} : { row: rows.length - 1 }
  return issue('onnx.no-nms', `${head?.name ?? 'The model'} ${whyNoSuppression[why]}.`, where)
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
