import { inputIndex } from '../edges'
import type { Document, RowId } from '../types'
import { move } from './move'
import type { Command } from './sequence'

/** The index a row has by now. */
export const indexOfRow = (document: Document, id: RowId): number => document.rows.findIndex((row) => row.id === id)

/**
 * The moves that bring rows behind row `after`, in their order, so that at no step a row stands before one it reads: those that go
 * down the last one first, those that go up the first one first.
 */
export function movesBehind(document: Document, rows: readonly number[], after: number, section?: string): Command[] {
  const id = (i: number) => document.rows[i]!.id
  const behind = after < 0 ? null : id(after)
  const place = (i: number, anchor: RowId | null): Command => {
    const options = section === undefined ? {} : { section }
    return (d) => move(d, indexOfRow(d, id(i)), anchor === null ? inputIndex : indexOfRow(d, anchor), options)
  }
  const down = rows.filter((i) => i < after)
  const up = rows.filter((i) => i > after)
  const ups = up.map((i, k) => place(i, k > 0 ? id(up[k - 1]!) : down.length > 0 ? id(down.at(-1)!) : behind))
  return [...down.map((i) => place(i, behind)).reverse(), ...ups]
}
