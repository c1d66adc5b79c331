/** What a row gives and costs, over its line; what one of its cells means; what a scale costs. */
import { type Session, headerOf } from '../session'
import { fileLines } from './file-lines'
import { monaco } from './monaco'
import { cellFacts, rowFacts, scaleFacts } from './row-facts'
import { linesOfRows, rowAtLine } from './row-lines'
import type { Speech } from './speech'

/** Tells of the row under the pointer; silent while the text is broken, since its numbers are of an older one. */
export function explainRows(model: monaco.editor.ITextModel, session: Session, speech: Speech): monaco.IDisposable {
  return monaco.languages.registerHoverProvider('yaml', {
    provideHover(asked, { lineNumber, column }) {
      const snapshot = session.getSnapshot()
      if (asked !== model || snapshot.isBroken) return null
      const i = rowAtLine(linesOfRows(snapshot), lineNumber)
      const facts = i < 0 ? scale(model, session, lineNumber, speech) : row(session, i, { line: lineNumber, column }, speech)
      const range = new monaco.Range(lineNumber, 1, lineNumber, model.getLineMaxColumn(lineNumber))
      return facts === null ? null : { range, contents: facts.map((value) => ({ value })) }
    },
  })
}

function row(session: Session, i: number, place: { line: number; column: number }, speech: Speech): string[] {
  const cell = cellFacts(session, i, fileLines(session.text()).offsetAt(place), speech)
  return [...(cell === undefined ? [] : [cell]), ...rowFacts(session, i, speech)]
}

function scale(model: monaco.editor.ITextModel, session: Session, lineNumber: number, speech: Speech): string[] | null {
  const { document, report } = session.getSnapshot()
  const name = /^\s+["']?(\w+)["']?\s*:/.exec(model.getLineContent(lineNumber))?.[1]
  if (name === undefined || !headerOf(document, report).scales.includes(name)) return null
  const key = model.findPreviousMatch('^\\w+(?=:)', { lineNumber, column: 1 }, true, true, null, false)
  return key !== null && model.getValueInRange(key.range) === 'scales' ? [scaleFacts(session, name, speech)] : null
}
