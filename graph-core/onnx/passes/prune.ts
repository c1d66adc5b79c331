import type { DraftGraph, DraftNode } from '../graph'

/** Drops nodes and initializers that no output needs. */
export function prune(graph: DraftGraph): void {
  const needed = new Set(graph.outputs)
  const kept: DraftNode[] = []
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => needed.has(name))) continue
    for (const name of node.inputs) needed.add(name)
    kept.push(node)
  }
  graph.nodes = kept.reverse()
  for (const name of [...graph.initializers.keys()]) if (!needed.has(name)) graph.initializers.delete(name)
}
