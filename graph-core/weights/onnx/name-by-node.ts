/**
 * Names that PyTorch's exporter takes from tensors, found again by the nodes that read them. Where it folds a normalisation into a convolution, or turns a linear
 * layer's weight, the result is called `onnx::Conv_299`; of equal tensors it writes one, and the others as an Identity of it. But nodes are called after
 * the modules they belong to: `/model.0/conv/Conv` reads the weight of `model.0.conv`.
 */
import { type WeightTensor, transposed } from '../weight-tensor'

export interface NamedNode {
  readonly name: string
  readonly opType: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
}

/** Operators whose nodes tell what they read. */
export const tellingOperators: ReadonlySet<string> = new Set(['Conv', 'ConvTranspose', 'MatMul', 'Identity'])

/** The tensors in the order of the file, those without a name under that of their module, where that is free. */
export function nameByNode(tensors: ReadonlyMap<string, WeightTensor>, nodes: readonly NamedNode[]): Map<string, WeightTensor> {
  const equal = nodes.flatMap(({ opType, inputs: [from], outputs: [to] }): [string, WeightTensor][] => {
    const tensor = opType === 'Identity' && from !== undefined ? tensors.get(from) : undefined
    return tensor === undefined || to === undefined || !(isLost(to) || isParameter(to)) || tensors.has(to)
      ? []
      : [[to, { ...tensor, name: to }]]
  })
  const all = new Map([...tensors, ...equal])
  const found = new Map<string, WeightTensor>()
  const taken = new Set(all.keys())
  for (const { name, opType, inputs } of nodes) {
    const place = modulePath(name, opType)
    if (place === null || opType === 'Identity') continue
    for (const [at, input] of inputs.entries()) {
      const tensor = isLost(input) && !found.has(input) ? all.get(input) : undefined
      const named = tensor && inModule(tensor, place, opType, at)
      if (named !== undefined && !taken.has(named.name)) {
        found.set(input, named)
        taken.add(named.name)
      }
    }
  }
  return new Map([...all].map(([key, tensor]) => [found.get(key)?.name ?? key, found.get(key) ?? tensor]))
}

/** The tensor that a module's node reads at this place, as the module has it. */
function inModule(tensor: WeightTensor, place: string, opType: string, at: number): WeightTensor | undefined {
  const name = `${place}.${at === 1 ? 'weight' : 'bias'}`
  if (opType !== 'MatMul') return at === 1 || at === 2 ? { ...tensor, name } : undefined
  // y = x·Wᵀ: what is multiplied with is the weight turned.
  return at === 1 && tensor.shape.length === 2 ? { ...transposed(tensor), name } : undefined
}

const isLost = (name: string): boolean => /^onnx::/.test(name)
const isParameter = (name: string): boolean => /^[\w-]+(\.[\w-]+)+$/.test(name)

/** `/model.2/seq/seq.0/conv/Conv` is in `model.2.seq.0.conv`: what a container holds carries its name. */
function modulePath(node: string, opType: string): string | null {
  const steps = node.split('/').slice(1)
  if (steps.pop() !== opType || steps.length === 0) return null
  return steps.filter((step, i) => !steps[i + 1]?.startsWith(`${step}.`)).join('.')
}
