import type { BuiltModel } from '../analysis'
import { readCounts } from './graph'
import type { ModelOptions } from './model-export'
import { exportModel } from './model-export'
import { foldedBias } from './passes/fold-batch-norm'

/** A convolution and the batch normalisation behind it, which an exporter makes one: their tensors by their names in state_dict. */
export interface FoldedPair {
  readonly weight: string
  readonly weightShape: readonly number[]
  /** The convolution's own bias; null where it has none. */
  readonly ownBias: string | null
  /** What exporters call the bias of both. */
  readonly bias: string
  readonly norm: { readonly weight: string; readonly bias: string; readonly mean: string; readonly variance: string }
  readonly eps: number
  readonly channels: number
}

/**
 * What of a model an exporter folds, and fusing it too, read off the network with nothing folded. None for a model that cannot be exported at this size: whoever goes on
 * to export it hears why.
 */
export function foldedPairs(model: BuiltModel, imgsz: ModelOptions['imgsz']): readonly FoldedPair[] {
  const result = exportModel('', model, noValues, { imgsz, fold: false })
  if (!result.ok) return []
  const { nodes, initializers, outputs } = result.model.graph
  const sizes = new Map(initializers.map(({ name, dims }) => [name, dims]))
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const counts = readCounts({ nodes, outputs: outputs.map(({ name }) => name) })
  return nodes.flatMap((node): FoldedPair[] => {
    const conv = node.opType === 'BatchNormalization' ? makers.get(node.inputs[0]!) : undefined
    if (conv === undefined || (conv.opType !== 'Conv' && conv.opType !== 'ConvTranspose') || counts.get(node.inputs[0]!) !== 1) return []
    const [, weight, ownBias] = conv.inputs as [string, string, string?]
    const [, gamma, bias, mean, variance] = node.inputs as [string, string, string, string, string]
    // Tensors that several read are folded under names of their own.
    const own = [weight, ...(ownBias ? [ownBias] : []), gamma, bias, mean, variance]
    if (own.some((name) => !sizes.has(name) || counts.get(name) !== 1)) return []
    const epsilon = node.attributes?.find(({ name }) => name === 'epsilon')
    return [
      {
        weight,
        weightShape: sizes.get(weight)!,
        ownBias: ownBias || null,
        bias: ownBias || foldedBias(weight),
        norm: { weight: gamma, bias, mean, variance },
        eps: epsilon?.type === 'float' ? epsilon.value : 1e-5,
        channels: sizes.get(gamma)![0]!,
      },
    ]
  })
}

const noValues = () => {
  throw new Error('expected a network whose weights nobody reads')
}
