/**
 * The weights that attention applies, found in what a module did: shares from 0 to 1 (of a sigmoid, a softmax) that something is multiplied with. No
 * block says which they are. An activation that weighs its own input, such as SiLU, is none.
 */
import { type CallNode, type OpNode, type Tensor, type Trace, hintOf } from '../symbolic'

/** Weights, and how they are applied. */
export interface AppliedWeights {
  /** Before they are spread over what they weigh. */
  readonly tensor: Tensor
  /** Of the module that weighs, in the module that was called: `m.0.attn`. */
  readonly place: string
  /** Of a product of matrices: the axis that asks. The mean along it is how much each place is looked at. */
  readonly asks: number | null
}

/** Shares, and what they were made of. */
interface Share {
  /** As few values as they were. */
  readonly tensor: Tensor
  readonly of: Tensor | null
}

/** The weights that are applied in a call, in order. */
export function appliedWeights(trace: Trace, call: CallNode): AppliedWeights[] {
  const shares = new Map<Tensor, Share>()
  const constants = new Set<Tensor>()
  const learned = new Set(trace.parameters.values())
  const found = new Map<Tensor, AppliedWeights>()

  const look = (node: OpNode, place: string) => {
    const { op, ins, outs } = node
    const given = ins.filter((t) => !constants.has(t))
    if (given.length === 0) return outs.forEach((t) => constants.add(t))
    if (op.weighs === 'gives') return outs.forEach((t) => shares.set(t, { tensor: t, of: ins[0]! }))
    const known = given.map((t) => shares.get(t))
    // What is made of shares alone still is one: another view of it, one more than it, the product of two.
    if (known.every((share) => share !== undefined))
      return outs.forEach((t) => shares.set(t, count(t) > count(given[0]!) && given.length === 1 ? known[0]! : { tensor: t, of: null }))
    if (op.weighs === undefined || given.length !== 2) return
    const at = known.findIndex((share) => share !== undefined)
    const [share, other] = [known[at], given[1 - at]!]
    if (share === undefined || share.of === other || learned.has(other)) return
    const asks = op.weighs === 'mixes' ? share.tensor.rank - (at === 0 ? 2 : 1) : null
    found.set(share.tensor, { tensor: share.tensor, place, asks })
  }

  const walk = (node: CallNode, place: string) => {
    for (const item of node.body) {
      if (item.kind === 'op') look(item, place)
      else walk(item, [place, item.name].filter((part) => part !== '').join('.'))
    }
  }
  walk(call, '')
  return [...found.values()]
}

const count = (t: Tensor) => t.shape.reduce<number>((n, d) => n * hintOf(d), 1)
