/**
 * Models that compare what they see with words take embeddings of their classes' names beside the image. The libraries keep them in the model, so that
 * `predict` needs nothing but the image: what training or `set_classes` put there, until then what the constructor made.
 */
import type { BuiltModel } from '../../../../graph-core/analysis'
import { type Issue, issue } from '../../../../graph-core/issues/issue'
import type { ModelProto } from '../../../../graph-core/onnx/model'
import { lazyFloats } from '../../../../graph-core/onnx/tensors'
import { init } from '../../../../graph-core/symbolic'
import { initialise } from '../../../../graph-core/weights/initialise'
import type { OpenWeights, WeightChoice } from '../../export/weights'

const name = 'text'

interface Worded {
  /** Null where the words are those of other classes. */
  readonly network: ModelProto | null
  readonly issues: readonly Issue[]
}

/** The network with the words it compares with as part of it, where it takes any. */
export async function withWords(
  network: ModelProto,
  { head }: BuiltModel,
  { words }: Pick<OpenWeights, 'words'>,
  choice: WeightChoice,
): Promise<Worded> {
  const { graph } = network
  const input = graph.inputs.find((each) => each.name === name)
  if (input === undefined) return { network, issues: [] }
  const dims = input.dims!.map(Number)
  if (words !== null && words.shape.join() !== dims.join()) {
    const message = `The checkpoint was told ${words.shape.at(-2) ?? 0} classes, the model has ${dims[1]}.`
    return { network: null, issues: [issue('preview.words-count', message)] }
  }
  const fresh = () => initialise(head?.head?.words ?? init.normal(1), dims, 'seed' in choice ? choice.seed : 0, name)
  const values = words === null ? fresh() : await words.toFloat32()
  const constant = lazyFloats(name, dims, () => values)
  const inputs = graph.inputs.filter((each) => each !== input)
  return {
    network: { ...network, graph: { ...graph, inputs, initializers: [...graph.initializers, constant] } },
    issues: words === null && 'file' in choice ? [wordless()] : [],
  }
}

const wordless = () => issue('preview.words', 'The checkpoint keeps no words to compare with, so the classes that are found mean nothing.')
