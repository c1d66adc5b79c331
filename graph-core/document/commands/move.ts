import { commentsAbove, layoutOf, removalOf, type Piece } from '../../yaml/layout'
import { toSplices, applySplices, type Change } from '../../yaml/splices'
import { moduleName } from '../edges'
import { rowRange } from '../header'
import type { EditLabel } from '../label'
import type { Document } from '../types'
import { markEmpty } from '../../yaml/empty-list'
import { putRow } from './insert'
import { finish, noRow, refuse, type CommandResult } from './result'
import { renumber } from './renumber'

/**
 * Moves row `i` with its comments behind row `after` (-1: to the front), into that row's list, or into `section` where `after` is
 * the last row before it. Every row goes on reading the rows it read. Issues: `edit.no-row`, `edit.order` when a row would be read before it is built, `edit.input`,
 * `edit.shared`, `edit.layout`.
 */
export function move(document: Document, i: number, after: number, options: { section?: string } = {}): CommandResult {
  const { rows, text } = document
  const row = rows[i]
  if (!row) return noRow(i)
  if (!Number.isInteger(after) || after < -1 || after >= rows.length) return noRow(after)
  const index = after < i ? after + 1 : after
  const label: EditLabel = { key: 'move', values: { module: moduleName(row) } }
  const section = options.section ?? rows[after]?.section ?? rows[0]!.section
  if (after === i || (index === i && section === row.section)) return finish(document, label, { changes: [] })
  if (row.cell.isAnchored || row.cell.style === 'alias')
    return refuse('edit.shared', `A value of row ${i} is used elsewhere through an alias.`, { row: i })
  const newIndexOf = (j: number) => {
    if (j === i) return index
    const without = j > i ? j - 1 : j
    return without >= index ? without + 1 : without
  }
  const followed = renumber(document, { newIndexOf })
  if (!followed.ok) return followed
  const layout = layoutOf(document, i)
  if (!layout) return refuse('edit.layout', `Row ${i} is written in a way that cannot be edited.`, { row: i })

  const { byRow, others: outside, dropsNodes } = followed
  const own = byRow.get(i) ?? []
  const rewritten = (range: readonly [number, number]) => rewrite(text, range, own)
  const comment = layout.comment ? rewritten(layout.comment) : ''
  // A row over several lines keeps its indentation, so it fits only beside rows that have the same.
  const neighbour = rows[after]?.section === section ? after : rows.findIndex((each) => each.section === section)
  const isOverLines = /[\r\n]/.test(row.cell.text)
  if (isOverLines && neighbour >= 0 && layoutOf(document, neighbour)?.prefix.length !== layout.prefix.length)
    return refuse('edit.layout', `Row ${i} is written over several lines and does not fit there.`, { row: i })
  return place({ row: rewritten(rowRange(document, i)), above: commentsAbove(document, layout), comment })

  function place(piece: Piece): CommandResult {
    const put = putRow(document, after, section, { module: '' }, piece)
    if (!put) return refuse('edit.layout', `The list around row ${after} is written in a way that cannot be edited.`, { row: i })
    const others = [...byRow].filter(([j]) => j !== i).flatMap(([, changes]) => changes)
    const changes: Change[] = [...removalOf(document, i, layout!), ...put.changes, put.insertion, ...others, ...outside]
    const isOnly = rows.filter((each) => each.section === row!.section).length === 1
    if (isOnly && layout!.kind === 'block') {
      const mark = markEmpty(document, row!.section)
      if (mark) changes.push(mark)
    }
    return finish(document, label, {
      changes,
      leaving: [{ row: row!, index: i, start: document.starts[i]! }],
      coming: [{ id: row!.id, index, section, change: put.insertion, at: put.insertion.rowAt, length: piece.row.length }],
      reread: isOnly || put.isWhole || dropsNodes ? 'all' : 'rows',
    })
  }
}

/** A piece of the text with those changes done that lie in it. */
function rewrite(text: string, [start, end]: readonly [number, number], changes: readonly Change[]): string {
  const inside = changes.filter(({ range }) => range[0] >= start && range[1] <= end)
  const moved = inside.map(({ range, inserted }): Change => ({ range: [range[0] - start, range[1] - start], inserted }))
  const piece = text.slice(start, end)
  return applySplices(piece, toSplices(piece, moved))
}
