import type { Document, RowId, YamlMap } from '../../graph-core/document'
import type { Point } from './types'

/** Where `graft: { nodes: { i: { module, at } } }` says that cards stand; entries whose module is another by now are passed over. */
export function movedNodes(document: Document): ReadonlyMap<RowId, Point> {
  const moved = new Map<RowId, Point>()
  for (const [i, node] of nodeEntries(document)) {
    const at = node.get('at')
    if (Array.isArray(at) && at.length === 2 && at.every(Number.isFinite)) moved.set(document.rows[i]!.id, at as unknown as Point)
  }
  return moved
}

/** Titles people gave to rows, under the same key. */
export function nodeTitles(document: Document): ReadonlyMap<RowId, string> {
  const titles = new Map<RowId, string>()
  for (const [i, node] of nodeEntries(document)) {
    const title = node.get('title')
    if (typeof title === 'string' && title !== '') titles.set(document.rows[i]!.id, title)
  }
  return titles
}

function* nodeEntries(document: Document): Generator<[number, YamlMap]> {
  const nodes = document.graft?.get('nodes')
  if (!(nodes instanceof Map)) return
  for (const [i, node] of nodes as YamlMap) {
    const row = document.rows[Number(i)]
    if (node instanceof Map && row !== undefined && (node as YamlMap).get('module') === row.module.value) yield [Number(i), node as YamlMap]
  }
}
