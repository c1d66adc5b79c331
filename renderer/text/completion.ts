/** Names of blocks where a row names its module, each with what it is for. */
import type { TFunction } from 'i18next'
import { paletteEntries } from '../palette/entries'
import type { Session } from '../session'
import { monaco } from './monaco'

/** What stands before the module in a row that is being written: from and repeats. */
const beforeModule = /^\s*(?:-\s*)?\[+\s*(?:\[[^\]]*\]|[^[\],]*)\s*,\s*[^[\],]*,\s*["']?([\w.]*)$/

/** The module name typed so far at the end of a line; undefined where no module is written. */
export const moduleBefore = (line: string): string | undefined => beforeModule.exec(line)?.[1]

/** Offers the blocks of the session's target. */
export function completeModules(model: monaco.editor.ITextModel, session: Session, t: TFunction): monaco.IDisposable {
  return monaco.languages.registerCompletionItemProvider('yaml', {
    triggerCharacters: [' ', ',', '.'],
    provideCompletionItems(asked, { lineNumber, column }) {
      const typed = asked === model ? moduleBefore(model.getLineContent(lineNumber).slice(0, column - 1)) : undefined
      if (typed === undefined) return { suggestions: [] }
      const word = /^\w*/.exec(model.getLineContent(lineNumber).slice(column - 1))![0].length
      const range = new monaco.Range(lineNumber, column - typed.length, lineNumber, column + word)
      const suggestions = paletteEntries(session.library, session.getSnapshot().report).map(({ name, category, summary }) => ({
        label: { label: name, description: t(`category.${category}`) },
        kind: category === 'layer' ? monaco.languages.CompletionItemKind.Function : monaco.languages.CompletionItemKind.Class,
        documentation: summary,
        insertText: name,
        range,
      }))
      return { suggestions }
    },
  })
}
