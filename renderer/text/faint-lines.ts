/** What is written but does nothing to the model is fainter: rows that are muted, and what Graft keeps under `graft:`. */
import type { Session } from '../session'
import { monaco } from './monaco'
import { graftLines } from './row-lines'
import { setMarks } from './set-marks'

const faint: monaco.editor.IModelDecorationOptions = { inlineClassName: 'graft-faint', stickiness: 1 }

/** Keeps such lines faint; `show` after every change of the session. */
export function fadeLines(editor: monaco.editor.IStandaloneCodeEditor, session: Session) {
  const marks = editor.createDecorationsCollection()
  let shown: unknown
  const show = () => {
    const { document, isBroken } = session.getSnapshot()
    const model = editor.getModel()
    if (document === shown || isBroken || model === null) return
    shown = document
    const muted = !document.text.includes('# muted: ')
      ? []
      : model.findMatches('^\\s*-?\\s*\\[.*# muted: .*$', false, true, true, null, false).map(({ range }) => range)
    const graft = graftLines(document)
    const last = graft && Math.min(graft.last, model.getLineCount())
    const kept = graft && last !== undefined ? [new monaco.Range(graft.first, 1, last, model.getLineMaxColumn(last))] : []
    setMarks(marks, [...muted, ...kept], faint)
  }
  show()
  return { show }
}
