import { styleOf } from '../../yaml/print'
import { moduleName } from '../edges'
import { headerEntry } from '../header'
import type { Cell, Document, NewValue } from '../types'
import { argsChanges, cellChanges } from './args'
import { finish, noRow, refuse, type CommandResult } from './result'

/**
 * Makes row `i` another module with other arguments; what it reads, who reads it and its node under `graft:` stay.
 * Issues: `edit.no-row`, `edit.layout`, `edit.shared`.
 */
export function replaceModule(document: Document, i: number, module: string, args: readonly NewValue[]): CommandResult {
  const row = document.rows[i]
  if (!row) return noRow(i)
  if (row.cell.items?.length !== 4) return refuse('edit.layout', `Row ${i} is not written as four cells.`, { row: i })
  const name = cellChanges(document, i, row.module, module, styleOf(document, row))
  const list = argsChanges(document, i, row, args)
  if (!name || !list || row.cell.style === 'alias')
    return refuse('edit.shared', `A value of row ${i} is used elsewhere through an alias.`, { row: i })
  const node = nodeModule(document, i)
  return finish(
    document,
    { key: 'replace', values: { module: moduleName(row), by: module } },
    {
      changes: [...name, ...list, ...(node ? [{ range: node, inserted: module }] : [])],
    },
  )
}

/** Where the `graft:` key states the module of row `i`. */
export function nodeModule(document: Document, i: number): readonly [number, number] | null {
  const entry = headerEntry(document, 'graft')
  if (!entry) return null
  const part = (cell: Cell | undefined, key: string | number) => cell?.entries?.find((each) => each.key.value === key)?.value
  const cell = part(part(part(entry.cell, 'nodes'), i), 'module')
  if (!cell || cell.style !== 'plain') return null
  const base = document.headerStarts[document.header.indexOf(entry)]!
  return [base + cell.range[0], base + cell.range[1]]
}
