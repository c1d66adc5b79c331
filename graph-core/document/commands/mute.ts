import { readFlowRow } from '../../yaml/flow-row'
import { printRow, styleOf } from '../../yaml/print'
import type { Change } from '../../yaml/splices'
import { fromCells, moduleName } from '../edges'
import { rowRange } from '../header'
import { mutedModule, mutedRow, tailOf } from '../muted'
import type { Cell, Document } from '../types'
import { nodeModule } from './replace-module'
import { finish, noRow, refuse, type CommandResult } from './result'

/**
 * Lets row `i` pass on what it reads: an Identity stands in its place and the row itself in the comment behind it, with what else stood
 * there. Whether its shape is kept is for the caller to know. Issues: `edit.no-row`, `edit.mute` for a row that is muted or reads
 * several rows, `edit.layout`, `edit.shared`.
 */
export function mute(document: Document, i: number): CommandResult {
  const row = document.rows[i]
  if (!row) return noRow(i)
  if (mutedRow(document, i)) return refuse('edit.mute', `Row ${i} is muted already.`, { row: i })
  const [from, ...others] = fromCells(row)
  if (!from || others.length > 0)
    return refuse('edit.mute', `${moduleName(row)} (row ${i}) reads several rows; none of them could take its place.`, { row: i })
  if (row.cell.isAnchored || row.cell.style === 'alias')
    return refuse('edit.shared', `A value of row ${i} is used elsewhere through an alias.`, { row: i })
  const tail = tailOf(document, i)
  if (!tail || readFlowRow(row.cell.text, 0)?.end !== row.cell.text.length)
    return refuse('edit.layout', `Row ${i} is written in a way that does not fit into a comment.`, { row: i })
  const identity = printRow({ from: from.value as number, module: mutedModule }, styleOf(document, row), 0, '\n')
  return finish(
    document,
    { key: 'mute', values: { module: moduleName(row) } },
    {
      changes: [
        { range: rowRange(document, i), inserted: identity },
        { range: [tail[0], tail[0]], inserted: `  # muted: ${row.cell.text}` },
        ...renameNode(document, i, mutedModule),
      ],
    },
  )
}

/** Brings a muted row back as it was written; what it reads is what the row in its place reads by now. Issues: `edit.no-row`, `edit.mute`. */
export function unmute(document: Document, i: number): CommandResult {
  const row = document.rows[i]
  if (!row) return noRow(i)
  const muted = mutedRow(document, i)
  if (!muted) return refuse('edit.mute', `Row ${i} is not muted.`, { row: i })
  const [now] = fromCells(row)
  const [kept] = fromCells(muted.row)
  const text = kept && now ? withCell(muted.row.cell.text, kept, now.text) : muted.row.cell.text
  return finish(
    document,
    { key: 'unmute', values: { module: moduleName(muted.row) } },
    {
      changes: [
        { range: rowRange(document, i), inserted: text },
        { range: [muted.tail[0], muted.range[1]], inserted: '' },
        ...renameNode(document, i, moduleName(muted.row)),
      ],
    },
  )
}

const withCell = (text: string, { range }: Cell, value: string) => text.slice(0, range[0]) + value + text.slice(range[1])

function renameNode(document: Document, i: number, module: string): Change[] {
  const range = nodeModule(document, i)
  return range ? [{ range, inserted: module }] : []
}
