import type { Document, NewValue } from '../types'
import { setHeader } from './header'
import { noRow, type CommandResult } from './result'

/** Keeps where a row stands on the canvas and its title under `graft:`, with the module they were written for. */
export function setNode(
  document: Document,
  i: number,
  node: { readonly at?: readonly [number, number]; readonly title?: string },
): CommandResult {
  const row = document.rows[i]
  if (!row) return noRow(i)
  const nodes = document.graft?.get('nodes')
  const old = nodes instanceof Map ? (nodes.get(i) as unknown) : undefined
  const kept = old instanceof Map && old.get('module') === row.module.value ? (Object.fromEntries(old) as Record<string, NewValue>) : {}
  const written: Record<string, NewValue> = { ...kept, module: row.module.value }
  if (node.at) written['at'] = node.at.map((each) => Math.round(each))
  if (node.title !== undefined) written['title'] = node.title
  if (document.graft) return setHeader(document, ['graft', 'nodes', i], written)
  return setHeader(document, ['graft'], { v: 1, nodes: new Map([[i, written]]) as never })
}
