import { consumersOf, moduleName, sourcesOf } from '../edges'
import type { EditLabel } from '../label'
import type { Document } from '../types'
import { connect } from './connect'
import type { Edge } from './insert'
import { indexOfRow, movesBehind } from './move-several'
import { renumber } from './renumber'
import { finish, noRow, refuse, type CommandResult } from './result'
import { sequence, type Command } from './sequence'

/**
 * Takes rows out of where they stand and grafts them onto an edge: what read the last of them rejoins to what the first one read, and
 * the consumers of the edge read the last one, which is made of the edge's source. Several rows must have one way in (the first input of
 * the first) and one way out. Issues: `edit.no-row`, `edit.slot` when the edge is none or touches the rows, `edit.rejoin` when they have
 * several ways out, and those of `move` and `connect`.
 */
export function moveToEdge(document: Document, rows: readonly number[], edge: Edge): CommandResult {
  const chosen = [...new Set(rows)].sort((a, b) => a - b)
  const [first] = chosen
  if (first === undefined) return refuse('edit.no-row', 'No row was chosen.')
  const missing = chosen.find((i) => !document.rows[i])
  if (missing !== undefined) return noRow(missing)
  const { from, to, slot } = edge
  if (from >= document.rows.length) return noRow(from)
  const isChosen = (i: number | null) => i !== null && chosen.includes(i)
  const takers = consumersOf(document, from).filter((i) => (to === 'all' ? !isChosen(i) : i === to))
  if (isChosen(from) || (to !== 'all' && isChosen(to)) || (to !== 'all' && takers.length === 0))
    return refuse('edit.slot', `Rows cannot be put on a link of their own.`, { row: first, edge: from })
  const exits = chosen.filter((i) => consumersOf(document, i).some((consumer) => !isChosen(consumer)))
  if (exits.length > 1) return refuse('edit.rejoin', `Rows ${exits.join(' and ')} are both read by others.`, { row: exits[1] })
  const exit = exits[0] ?? chosen.at(-1)!
  const entry = sourcesOf(document, first)[0] ?? null
  if (entry === null) return refuse('edit.rejoin', `Row ${first} reads no row that its consumers could read instead.`, { row: first })

  const id = (i: number) => document.rows[i]!.id
  const others = chosen.flatMap((i) => sourcesOf(document, i).filter((s, k) => !isChosen(s) && !(i === first && k === 0)))
  // A source that is not there has no place.
  const behind = Math.max(from, ...others.map((s) => (s !== null && s < document.rows.length ? s : -1)))
  const slots = takers.flatMap((i) =>
    sourcesOf(document, i).flatMap((source, k) => (source === from && (slot === undefined || slot === k) ? [{ i, k }] : [])),
  )
  const label: EditLabel =
    chosen.length === 1
      ? { key: 'moveToEdge', values: { module: moduleName(document.rows[first]!) } }
      : { key: 'moveToEdgeMany', values: { count: chosen.length } }
  const at = (d: Document, i: number) => (i < 0 ? i : indexOfRow(d, id(i)))
  const graft: Command = (d) => connect(d, { to: at(d, first), slot: 0, from: at(d, from) })
  const steps: Command[] = [
    (d) =>
      rejoin(
        d,
        at(d, exit),
        at(d, entry),
        chosen.map((i) => at(d, i)),
      ),
    // On its way up a row must not read one that it passes; where it stands it may be written as -1.
    ...(from >= 0 && from < first ? [graft] : []),
    ...movesBehind(document, chosen, behind),
    graft,
    ...slots.map(
      ({ i, k }): Command =>
        (d) =>
          connect(d, { to: at(d, i), slot: k, from: at(d, exit) }),
    ),
  ]
  return sequence(document, label, steps)
}

/** Lets everybody but `except` who reads row `i` read `source` instead. */
function rejoin(document: Document, i: number, source: number, except: readonly number[]): CommandResult {
  const followed = renumber(document, {
    newIndexOf: (j) => j,
    retarget: (consumer, _slot, read) => (read === i && !except.includes(consumer) ? source : undefined),
  })
  if (!followed.ok) return followed
  return finish(
    document,
    { key: 'connect', values: { from: source, to: i } },
    {
      changes: [...[...followed.byRow.values()].flat(), ...followed.others],
    },
  )
}
