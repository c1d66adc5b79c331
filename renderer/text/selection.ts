/** The selected rows and the cursor: each follows the other, and neither moves because somebody types elsewhere. */
import { type Session, lastSelected } from '../session'
import { monaco } from './monaco'
import { linesOfRows, rowAtLine } from './row-lines'
import { setMarks } from './set-marks'
import type { TextSync } from './text-sync'

const selectedLine: monaco.editor.IModelDecorationOptions = {
  isWholeLine: true,
  className: 'graft-selected',
  linesDecorationsClassName: 'graft-selected-edge',
}

/** Keeps both together until disposed; `show` after every change of the session. */
export function followSelection(editor: monaco.editor.IStandaloneCodeEditor, session: Session, sync: TextSync) {
  const marks = editor.createDecorationsCollection()
  let shown = session.getSnapshot().selection

  const show = () => {
    const { document, selection } = session.getSnapshot()
    // While an input method composes, the lines of the session are not those of the editor.
    if (sync.shown().text !== session.text()) return
    const lines = linesOfRows(session.getSnapshot())
    const selected = document.rows.flatMap(({ id }, i) => (selection.includes(id) ? [lines[i]!] : []))
    const ranges = selected.map(({ first, last }) => new monaco.Range(first, 1, last, 1))
    setMarks(marks, ranges, selectedLine)
    const isNew = selection !== shown && selection.some((id) => !shown.includes(id))
    shown = selection
    const last = lines[lastSelected(session.getSnapshot())]
    if (isNew && last !== undefined && !editor.hasTextFocus()) editor.revealLinesInCenterIfOutsideViewport(last.first, last.last)
  }
  show()

  const cursor = editor.onDidChangeCursorPosition(({ position, source }) => {
    if (!editor.hasTextFocus() || source === 'model' || sync.shown().text !== session.text()) return
    const { document, selection, isBroken } = session.getSnapshot()
    if (isBroken) return
    const i = rowAtLine(linesOfRows(session.getSnapshot()), position.lineNumber)
    const id = document.rows[i]?.id
    if (id !== undefined && !(selection.length === 1 && selection[0] === id)) session.select([i])
  })
  return { show, dispose: () => cursor.dispose() }
}
