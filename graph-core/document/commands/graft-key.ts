import { removeItems } from '../../yaml/list-items'
import { removeEntries } from '../../yaml/map-entries'
import type { Change } from '../../yaml/splices'
import { headerEntry } from '../header'
import type { Cell, Document } from '../types'
import type { Renumbering } from './renumber'

/**
 * The part of the `graft:` key that names rows, brought to new row numbers: the keys of `nodes` and of `transfer.rows`,
 * and the `rows` lists of `groups`. A node whose `module` is no longer the row's was written for another row, and goes.
 */
export function renumberGraft(document: Document, plan: Renumbering): { changes: Change[]; dropsNodes: boolean } {
  const entry = headerEntry(document, 'graft')
  if (!entry || entry.cell.isAnchored || entry.cell.style === 'alias') return { changes: [], dropsNodes: false }
  const base = document.headerStarts[document.header.indexOf(entry)]!
  const changes: Change[] = []
  const count = document.rows.length
  const newIndexOf = (cell: Cell) => (isIndex(cell, count) ? plan.newIndexOf(cell.value as number) : null)
  const write = (cell: Cell, to: number) => {
    if (to !== cell.value && cell.style === 'plain')
      changes.push({ range: [base + cell.range[0], base + cell.range[1]], inserted: String(to) })
  }
  let dropsNodes = false

  for (const map of [part(entry.cell, 'nodes'), part(part(entry.cell, 'transfer'), 'rows')]) {
    if (!map?.entries || map.style === 'alias') continue
    const gone = map.entries.flatMap(({ key, value }, k) => (newIndexOf(key) === null || !isOfRow(value, key.value as number) ? [k] : []))
    for (const [k, { key }] of map.entries.entries()) if (!gone.includes(k)) write(key, newIndexOf(key)!)
    if (gone.length > 0) {
      dropsNodes = true
      changes.push(...removeEntries(document.text, base, map, gone))
    }
  }
  const groups = part(entry.cell, 'groups')
  const emptied: number[] = []
  for (const [k, group] of (groups?.items ?? []).entries()) {
    const rows = part(group, 'rows')
    if (!rows?.items || rows.style !== 'flow') continue
    const kept = rows.items.map(newIndexOf).filter((to) => to !== null)
    if (kept.length === 0 && rows.items.length > 0) emptied.push(k)
    else if (kept.length < rows.items.length)
      changes.push({ range: [base + rows.range[0], base + rows.range[1]], inserted: `[${kept.join(', ')}]` })
    else rows.items.forEach((cell) => write(cell, newIndexOf(cell)!))
  }
  if (emptied.length > 0) {
    dropsNodes = true
    changes.push(...removeItems(document.text, base, groups!, emptied))
  }
  return { changes, dropsNodes }

  function isOfRow(node: Cell, i: number): boolean {
    const module = part(node, 'module')
    const actual = plan.moduleOf?.(i) ?? document.rows[i]!.module.value
    return module === undefined || module.value === actual
  }
}

function part(cell: Cell | undefined, key: string): Cell | undefined {
  return cell?.entries?.findLast((entry) => entry.key.value === key)?.value
}

function isIndex({ value }: Cell, count: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < count
}
