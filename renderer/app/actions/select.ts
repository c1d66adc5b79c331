/** Which rows are meant, and looking at them. */
import { moduleName } from '../../../graph-core/document'
import { type Direction, type Session, lastSelected } from '../../session'
import type { AppModel } from '../app-model'
import { actionsOf, onModel, onRows } from './action'

const all = (session: Session) => session.getSnapshot().document.rows.map((_, i) => i)

/** Goes to another row: it alone is selected, has the keyboard and is in view. */
function goTo(session: Session, app: AppModel, row: number | null | undefined): void {
  if (row == null) return
  session.select([row])
  app.canvas.tell({ kind: 'show', row })
}

const walk = (direction: Direction, keys: string) =>
  onRows({ keys: [keys], run: (session, rows, app) => goTo(session, app, session.walk(rows.at(-1)!, direction)) })

/** The next row by number, the first or last where none is selected. */
const step = (by: 1 | -1, keys: string) =>
  onModel({
    keys: [keys],
    when: 'canvas',
    run(app, { session }) {
      const last = session.getSnapshot().document.rows.length - 1
      const at = lastSelected(session.getSnapshot())
      goTo(session, app, at < 0 ? (by > 0 ? 0 : last) : Math.max(0, Math.min(last, at + by)))
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
