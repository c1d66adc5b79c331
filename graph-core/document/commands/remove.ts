import { layoutOf, removalOf } from '../../yaml/layout'
import { markEmpty } from '../../yaml/empty-list'
import { consumersOf, inputIndex, moduleName } from '../edges'
import type { Document } from '../types'
import { firstSource } from './insert'
import { finish, noRow, refuse, type CommandResult } from './result'
import { renumber } from './renumber'
import { sequence, type Command } from './sequence'

/** What the rows that read a row read once it is gone; undefined for its first source. */
export type Join = (i: number) => number | undefined

/**
 * Deletes rows with the comments they own; what read one of them rejoins to `joinOf` it, its first source by default.
 * Issues: `edit.no-row`, `edit.rejoin` when one has consumers and no source, `edit.input` when a consumer other than the
 * new first row would have to read the image, `edit.shared`, `edit.layout`.
 */
export function remove(document: Document, rows: number | readonly number[], joinOf: Join = () => undefined): CommandResult {
  if (typeof rows === 'number') return removeRow(document, rows, joinOf)
  // From the last on, so that the numbers before it stay what they are.
  const order = [...new Set(rows)].sort((a, b) => b - a)
  if (order.length === 1) return removeRow(document, order[0]!, joinOf)
  return sequence(
    document,
    { key: 'removeMany', values: { count: order.length } },
    order.map(
      (i): Command =>
        (d) =>
          removeRow(d, i, joinOf),
    ),
  )
}

function removeRow(document: Document, i: number, joinOf: Join): CommandResult {
  const row = document.rows[i]
  if (!row) return noRow(i)
  const source = joinOf(i) ?? firstSource(document, i)
  if (source === null && consumersOf(document, i).length > 0)
    return refuse('edit.rejoin', `Row ${i} reads no row that its consumers could read instead.`, { row: i })
  if (row.cell.isAnchored) return refuse('edit.shared', `A value of row ${i} is used elsewhere through an alias.`, { row: i })
  const followed = renumber(document, {
    newIndexOf: (j) => (j === i ? null : j < i ? j : j - 1),
    retarget: (_consumer, _slot, read) => (read === i ? (source ?? inputIndex) : undefined),
  })
  if (!followed.ok) return followed
  const layout = layoutOf(document, i)
  if (!layout) return refuse('edit.layout', `Row ${i} is written in a way that cannot be edited.`, { row: i })
  const changes = [...removalOf(document, i, layout), ...[...followed.byRow.values()].flat(), ...followed.others]
  const isOnly = document.rows.filter((each) => each.section === row.section).length === 1
  if (isOnly && layout.kind === 'block') {
    const mark = markEmpty(document, row.section)
    if (!mark) return refuse('edit.layout', `The list of row ${i} cannot be emptied.`, { row: i })
    changes.push(mark)
  }
  return finish(
    document,
    { key: 'remove', values: { module: moduleName(row) } },
    {
      changes,
      leaving: [{ row, index: i, start: document.starts[i]! }],
      reread: isOnly || followed.dropsNodes ? 'all' : 'rows',
    },
  )
}
