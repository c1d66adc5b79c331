import { commandKeys } from '../../../main/contract/command-keys'
import { groupsOf } from '../../../graph-core/document'
import { groupColourNames } from '../../canvas/groups/frames'
import { paste, readClipboard, writeClipboard } from '../../canvas/clipboard/system-clipboard'
import type { Session } from '../../session'
import { actionsOf, onModel, onRows } from './action'

/** Pastes from the clipboard, where it may be read. */
const pasting = (keys: string, keepIncoming: boolean) =>
  onModel({
    keys: [keys],
    when: 'canvas',
    isToldByBrowser: true,
    async run(app, { session }) {
      const text = await readClipboard(app)
      if (text !== undefined) paste(app, session, text, keepIncoming)
    },
  })

/** The groups that hold some of these rows. */
const groupsWith = (session: Session, rows: readonly number[]) =>
  groupsOf(session.getSnapshot().document).filter((group) => group.rows.some((row) => rows.includes(row)))

const hasGroup = (session: Session, rows: readonly number[]) => groupsWith(session, rows).length > 0

/** Changes of the model's rows. */
export const editActions = actionsOf('edit', {
  undo: onModel({
    keys: commandKeys.undo,
    when: 'fieldFirst',
    isEnabled: (_, { session }) => session.getSnapshot().undoLabel !== undefined,
    run: (_, { session }) => session.undo(),
  }),
  redo: onModel({
    keys: commandKeys.redo,
    when: 'fieldFirst',
    isEnabled: (_, { session }) => session.getSnapshot().redoLabel !== undefined,
    run: (_, { session }) => session.redo(),
  }),
  delete: onRows({
    keys: ['Delete', 'Backspace'],
    run: (session, rows) => session.remove(rows),
  }),
  cut: onRows({
    keys: ['$mod+x'],
    isToldByBrowser: true,
    run(session, rows, app) {
      const text = session.cutRows(rows)
      return text === undefined ? undefined : writeClipboard(app, text)
    },
  }),
  copy: onRows({ keys: ['$mod+c'], isToldByBrowser: true, run: (session, rows, app) => writeClipboard(app, session.copyRows(rows)) }),
  paste: pasting('$mod+v', false),
  pasteLinked: pasting('$mod+Shift+v', true),
  duplicate: onRows({ keys: ['$mod+d'], run: (session, rows) => session.duplicateRows(rows) }),
  mute: onRows({ keys: ['m'], run: (session, rows) => session.toggleMute(rows) }),
  rename: onRows({ keys: ['F2'], run: (_, rows, { canvas }) => canvas.tell({ kind: 'rename', row: rows.at(-1)! }) }),
  group: onRows({
    keys: ['$mod+g'],
    run(session, rows, { canvas }) {
      const count = groupsOf(session.getSnapshot().document).length
      // The plain colour comes last.
      const colour = groupColourNames[1 + (count % (groupColourNames.length - 1))]!
      if (session.group(rows, { title: '', colour }))
        canvas.tell({ kind: 'renameGroup', group: groupsOf(session.getSnapshot().document).length - 1 })
    },
  }),
  foldGroup: onRows({
    keys: ['Shift+g'],
    isEnabled: hasGroup,
    run(session, rows, { canvas }) {
      const groups = groupsWith(session, rows)
      const isCollapsed = !groups.every((group) => group.isCollapsed)
      for (const { index } of groups) session.setGroup(index, { isCollapsed })
      canvas.tell({ kind: 'show', row: rows[0]! })
    },
  }),
  renameGroup: onRows({
    isEnabled: hasGroup,
    run: (session, rows, { canvas }) => canvas.tell({ kind: 'renameGroup', group: groupsWith(session, rows)[0]!.index }),
  }),
  recolourGroup: onRows({
    isEnabled: hasGroup,
    run(session, rows) {
      const [group] = groupsWith(session, rows)
      const at = groupColourNames.findIndex((name) => name === group!.colour)
      session.setGroup(group!.index, { colour: groupColourNames[(at + 1) % groupColourNames.length]! })
    },
  }),
  ungroup: onRows({
    keys: ['$mod+Shift+g'],
    isEnabled: hasGroup,
    run(session, rows) {
      for (const { index } of groupsWith(session, rows).reverse()) session.ungroup(index)
    },
  }),
})
