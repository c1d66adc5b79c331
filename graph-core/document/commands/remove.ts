import { layoutOf, removalOf } from '../../yaml/layout'
import { consumersOf, inputIndex } from '../edges'
import type { Document } from '../types'
import { markEmpty } from '../../yaml/empty-list'
import { firstSource } from './insert'
import { finish, noRow, refuse, type CommandResult } from './result'
import { renumber } from './renumber'

/**
 * Deletes row `i` with the comments it owns; the rows that read it rejoin to its first source. Issues: `edit.no-row`,
 * `edit.rejoin` when it has consumers and no source, `edit.input` when a consumer other than the new first row would have
 * to read the image, `edit.shared`, `edit.layout`.
 */
export function remove(document: Document, i: number): CommandResult {
  const row = document.rows[i]
  if (!row) return noRow(i)
  const source = firstSource(document, i)
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
  return finish(document, `Delete ${row.module.text}`, {
    changes,
    leaving: [{ row, index: i, start: document.starts[i]! }],
    reread: isOnly || followed.dropsNodes ? 'all' : 'rows',
  })
}
