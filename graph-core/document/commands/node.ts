import type { Document, NewValue, YamlMap } from '../types'
import { setHeader } from './header'
import { noRow, type CommandResult } from './result'
import { sequence, type Command } from './sequence'

/** What `graft: nodes:` keeps of a row; what is left out stays as it is. */
export interface NodeValues {
  readonly at?: readonly [x: number, y: number]
  readonly title?: string
}

/** Keeps where a row stands on the canvas and its title under `graft:`, with the module they were written for. An empty title goes. */
export function setNode(document: Document, i: number, node: NodeValues): CommandResult {
  const row = document.rows[i]
  if (!row) return noRow(i)
  const written: Record<string, NewValue> = { ...nodeOf(document, i), module: row.module.value }
  if (node.at) written['at'] = node.at.map((each) => Math.round(each))
  if (node.title) written['title'] = node.title
  else if (node.title !== undefined) delete written['title']
  const label = { key: node.at ? 'place' : 'title', values: { row: i } } as const
  return sequence(document, label, [(d) => keepNode(d, i, written)])
}

/** Keeps several rows where they were put, in one step. */
export function setNodes(document: Document, nodes: ReadonlyMap<number, NodeValues>): CommandResult {
  if (nodes.size === 1) return setNode(document, ...[...nodes][0]!)
  return sequence(
    document,
    { key: 'placeMany', values: { count: nodes.size } },
    [...nodes].map(
      ([i, node]): Command =>
        (d) =>
          setNode(d, i, node),
    ),
  )
}

/** Forgets where rows were put by hand; all rows by default. Titles stay. */
export function clearPlaces(document: Document, rows: readonly number[] = document.rows.map((_, i) => i)): CommandResult {
  const placed = rows.filter((i) => nodeOf(document, i)['at'] !== undefined)
  return sequence(
    document,
    { key: 'tidy', values: { count: placed.length } },
    placed.map((i): Command => {
      const { at: _, ...kept } = nodeOf(document, i)
      return (d) => keepNode(d, i, kept)
    }),
  )
}

/** What is kept of a row, unless it was written for another module. */
function nodeOf(document: Document, i: number): Record<string, NewValue> {
  const nodes = document.graft?.get('nodes')
  const node = nodes instanceof Map ? (nodes as YamlMap).get(i) : undefined
  const isOfRow = node instanceof Map && node.get('module') === document.rows[i]?.module.value
  return isOfRow ? (Object.fromEntries(node as YamlMap) as Record<string, NewValue>) : {}
}

/** Writes what is kept of a row; where that is nothing but its module, nothing is, and of a file nothing of ours where it was the last. */
function keepNode(document: Document, i: number, node: Record<string, NewValue>): CommandResult {
  if (Object.keys(node).some((key) => key !== 'module')) return writeNode(document, i, node)
  const nodes = document.graft?.get('nodes')
  const isLast =
    nodes instanceof Map && nodes.size === 1 && nodes.has(i) && [...document.graft!.keys()].every((key) => key === 'v' || key === 'nodes')
  return setHeader(document, isLast ? ['graft'] : ['graft', 'nodes', i], undefined)
}

function writeNode(document: Document, i: number, node: Record<string, NewValue>): CommandResult {
  const { title, at, module, ...rest } = node
  // One order, whatever came first: module, at, title.
  const ordered = { module, ...(at === undefined ? {} : { at }), ...(title === undefined ? {} : { title }), ...rest } as NewValue
  if (document.graft) return setHeader(document, ['graft', 'nodes', i], ordered)
  return setHeader(document, ['graft'], { v: 1, nodes: new Map([[i, ordered]]) as never })
}
