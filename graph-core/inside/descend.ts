import { type CallNode, type Trace, moduleOf } from '../symbolic'
import { type Inside, type InsideNode, insideOf } from './inside'

/** One call on the way into a block. */
export interface Level {
  /** The node that was opened, as it stands in the level above; null for the call the way begins at. */
  readonly node: InsideNode | null
  readonly call: CallNode
  /** Where it stands in the first call: `m.0.cv1`; empty for that call itself. */
  readonly path: string
  /** What is in it; null for layers, which PyTorch computes as one. */
  readonly inside: Inside | null
}

/** The levels that a way leads through: a node's id for each step, as far as there are such nodes with an inside. */
export function descend(trace: Trace, call: CallNode, steps: readonly string[]): readonly Level[] {
  const levels = [levelOf(trace, call, null, '')]
  for (const id of steps) {
    const above = levels.at(-1)!
    const node = above.inside?.nodes.find((each) => each.id === id)
    if (node?.call === undefined) break
    levels.push(levelOf(trace, node.call, node, joinPath(above.path, node.path)))
  }
  return levels
}

/** An attribute path behind another one. */
export const joinPath = (...parts: readonly string[]) => parts.filter((part) => part !== '').join('.')

function levelOf(trace: Trace, call: CallNode, node: InsideNode | null, path: string): Level {
  const isLayer = moduleOf(call.module).definition.kind === 'layer'
  return { node, call, path, inside: isLayer ? null : insideOf(trace, call) }
}
