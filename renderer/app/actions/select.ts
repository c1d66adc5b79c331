/** Which rows are meant, and looking at them. */
import { groupsOf, moduleName } from '../../../graph-core/document'
import { type Direction, type Session, lastSelected } from '../../session'
import type { AppModel } from '../app-model'
import { actionsOf, onModel, onRows } from './action'

const all = (session: Session) => session.getSnapshot().document.rows.map((_, i) => i)

/** The rows that one card shows: those of a folded group, else a row by itself. */
function shownWith(session: Session, row: number): readonly number[] {
  const group = groupsOf(session.getSnapshot().document).find(({ isCollapsed, rows }) => isCollapsed && rows.includes(row))
  return group?.rows ?? [row]
}

/** Goes to another card: its row alone, or those of a folded group, are selected; it has the keyboard and is in view. */
function goTo(session: Session, app: AppModel, row: number | null | undefined): void {
  if (row == null) return
  session.select(shownWith(session, row))
  app.canvas.tell({ kind: 'show', row })
}

/** The row one comes to from a card; from a folded group the first outside it, looked for from the side that is nearest. */
function walkFrom(session: Session, row: number, direction: Direction): number | null {
  const inside = shownWith(session, row)
  const isOnward = direction === 'right' || direction === 'down'
  for (const start of isOnward ? [...inside].reverse() : inside) {
    const next = session.walk(start, direction)
    if (next !== null && !inside.includes(next)) return next
  }
  return null
}

const walk = (direction: Direction, keys: string) =>
  onRows({ keys: [keys], run: (session, rows, app) => goTo(session, app, walkFrom(session, rows.at(-1)!, direction)) })

/** The next row by number, the first or last where none is selected. */
const step = (by: 1 | -1, keys: string) =>
  onModel({
    keys: [keys],
    when: 'canvas',
    run(app, { session }) {
      const last = session.getSnapshot().document.rows.length - 1
      const at = lastSelected(session.getSnapshot())
      const here = at < 0 ? [] : shownWith(session, at)
      const next = by > 0 ? Math.max(-1, ...here) + 1 : Math.min(last + 1, ...here) - 1
      goTo(session, app, Math.max(0, Math.min(last, next)))
    },
  })

export const selectActions = actionsOf('select', {
  selectAll: onModel({ keys: ['$mod+a'], when: 'canvas', run: (_, { session }) => session.select(all(session)) }),
  selectUpstream: onRows({
    keys: ['Shift+Alt+ArrowLeft', 'Shift+Alt+ArrowUp'],
    run: (session, rows) => session.selectUpstream(rows),
  }),
  selectDownstream: onRows({
    keys: ['Shift+Alt+ArrowRight', 'Shift+Alt+ArrowDown'],
    run: (session, rows) => session.selectDownstream(rows),
  }),
  selectSameType: onRows({
    keys: ['Shift+Alt+KeyA'],
    run(session, rows) {
      const { document } = session.getSnapshot()
      const kinds = new Set(rows.map((row) => moduleName(document.rows[row]!)))
      session.select([...kinds].flatMap((kind) => session.allOfType(kind)))
    },
  }),
  walkLeft: walk('left', 'Alt+ArrowLeft'),
  walkRight: walk('right', 'Alt+ArrowRight'),
  walkUp: walk('up', 'Alt+ArrowUp'),
  walkDown: walk('down', 'Alt+ArrowDown'),
  nextRow: step(1, 'PageDown'),
  previousRow: step(-1, 'PageUp'),
  fitAll: onModel({ keys: ['f'], when: 'canvas', run: ({ canvas }) => canvas.tell({ kind: 'fit', what: 'all' }) }),
  fitSelection: onRows({ keys: ['.'], run: (_, __, { canvas }) => canvas.tell({ kind: 'fit', what: 'selection' }) }),
})
