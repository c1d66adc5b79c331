import {
  type AnyModule,
  type Definition,
  type Dim,
  type LayerOverrides,
  moduleOf,
  ShapeError,
  type Tensor,
  Trace,
  type Value,
  dim,
  tensorsIn,
} from '../symbolic'
import { issue } from '../issues/issue'
import { type ExportOptions, type ExportResult, exportTrace } from './export-trace'
import { type WeightSource, stateNames } from './weight-source'

export interface BlockExport {
  readonly name: string
  readonly module: AnyModule
  /** Shapes of its inputs, `[n, c, h, w]` for images. */
  readonly inputs: readonly (readonly number[])[]
  /** How the inputs are passed, where it is not as `arranged` has them. */
  readonly arrange?: (inputs: readonly Tensor[]) => Value
  readonly weights: WeightSource
  /** `raw` gives a head's training maps. */
  readonly mode?: 'eval' | 'raw'
  /** Strides of a head's inputs. */
  readonly strides?: readonly number[] | null
  /** What the target's `initialize_weights` sets on layers. */
  readonly overrides?: LayerOverrides
}

export interface BlockOptions extends ExportOptions {
  /** Whether batch, height and width stay free. */
  readonly dynamic?: boolean
}

/** What a block is called with, given tensors alone: one or a list, as it reads them, and a text as the last where it reads one. */
export function arranged({ reads, text }: Pick<Definition, 'reads' | 'text'>, inputs: readonly Tensor[]): Value {
  if (text !== undefined) return [arranged({ reads }, inputs.slice(0, -1)), inputs.at(-1) ?? null]
  return reads === 'list' || inputs.length !== 1 ? inputs : inputs[0]!
}

/** One block alone: inputs x0, x1, …, outputs y0, y1, … in the order PyTorch returns them, weights under the block's own names. */
export function exportBlock(what: BlockExport, options: BlockOptions = {}): ExportResult {
  const trace = new Trace({ mode: what.mode ?? 'eval', strides: what.strides ?? null, overrides: what.overrides ?? {} })
  const tensors = inputShapes(what.inputs, options.dynamic ?? false).map((shape) => trace.input({ shape, dtype: 'f32' }))
  const arrange = what.arrange ?? ((all) => arranged(moduleOf(what.module).definition, all))
  let result: Value
  try {
    result = trace.call(what.module, arrange(tensors))
  } catch (error) {
    if (error instanceof ShapeError) return { ok: false, issues: [issue(error.code, error.message, {}, { cure: error.cure })] }
    throw error
  }
  return exportTrace(
    {
      name: what.name,
      trace,
      inputs: tensors.map((tensor, i) => ({ name: `x${i}`, tensor })),
      outputs: tensorsIn(result).map((tensor, i) => ({ name: `y${i}`, tensor })),
      weights: { names: stateNames([['', what.module]]), source: what.weights },
    },
    options,
  )
}

/** Of inputs that are images batch, height and width are free; inputs of equal batch share it. */
function inputShapes(shapes: readonly (readonly number[])[], dynamic: boolean): readonly (readonly Dim[])[] {
  if (!dynamic) return shapes
  return shapes.map((shape, i) => {
    if (shape.length !== 4) return shape
    const [n, c, h, w] = shape as [number, number, number, number]
    const own = (name: string) => (i === 0 ? name : `x${i}_${name}`)
    const batch = n === shapes[0]![0] ? 'batch' : own('batch')
    return [dim.symbol(batch, n), c, dim.symbol(own('height'), h), dim.symbol(own('width'), w)]
  })
}
