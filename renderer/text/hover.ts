/** What a row gives and costs, over its line. */
import type { TFunction } from 'i18next'
import { count, shapeText, short } from '../app/format'
import { type Session, definitionOf } from '../session'
import { monaco } from './monaco'
import { rowAtLine, rowLines } from './row-lines'

/** Tells of the row under the pointer; silent while the text is broken, since its numbers are of an older one. */
export function explainRows(model: monaco.editor.ITextModel, session: Session, t: TFunction): monaco.IDisposable {
  return monaco.languages.registerHoverProvider('yaml', {
    provideHover(asked, { lineNumber }) {
      const { document, text, report, isBroken } = session.getSnapshot()
      const row = report.rows[rowAtLine(rowLines(document, text), lineNumber)]
      if (asked !== model || isBroken || row === undefined) return null
      const definition = definitionOf(session.library, report, row.module)
      const summary = definition?.kind === 'block' ? definition.about?.summary : undefined
      const costs = row.status === 'ok' ? `${count(row.params)} ${t('bar.params')} · ${short(row.macs)} MACs` : undefined
      const facts = [shapeText(row.out) ?? undefined, costs].filter((each) => each !== undefined).join(' · ')
      return {
        range: new monaco.Range(lineNumber, 1, lineNumber, model.getLineMaxColumn(lineNumber)),
        contents: [`**#${row.i} ${row.module}** ${facts}`, ...(summary === undefined ? [] : [summary])].map((value) => ({ value })),
      }
    },
  })
}
