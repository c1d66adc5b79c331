/** Offers what can be written where the cursor is; `suggestions.ts` knows what that is. */
import type { Session } from '../session'
import { monaco } from './monaco'
import { rowHere, sectionsOf } from './row-here'
import { linesOfRows } from './row-lines'
import type { Speech } from './speech'
import { type Suggestion, suggestModules, suggestRows, suggestSources, suggestValues } from './suggestions'

interface Offer {
  readonly suggestions: readonly Suggestion[]
  /** What they replace: so many characters before the cursor. */
  readonly typed: string
}

const kinds = {
  block: monaco.languages.CompletionItemKind.Class,
  layer: monaco.languages.CompletionItemKind.Function,
  row: monaco.languages.CompletionItemKind.Reference,
  value: monaco.languages.CompletionItemKind.Value,
} as const

/** Completes rows, their cells and their arguments. */
export function completeRows(model: monaco.editor.ITextModel, session: Session, speech: Speech): monaco.IDisposable {
  return monaco.languages.registerCompletionItemProvider('yaml', {
    triggerCharacters: [' ', ',', '.', '['],
    provideCompletionItems(asked, position) {
      const offer = asked === model ? offerAt(model, position, session, speech) : undefined
      if (offer === undefined) return { suggestions: [] }
      const { lineNumber, column } = position
      const rest = /^[\w.-]*/.exec(model.getLineContent(lineNumber).slice(column - 1))![0].length
      const range = new monaco.Range(lineNumber, column - offer.typed.length, lineNumber, column + rest)
      return { suggestions: offer.suggestions.map((each, k) => item(each, k, range)) }
    },
  })
}

function offerAt(model: monaco.editor.ITextModel, position: monaco.Position, session: Session, speech: Speech): Offer | undefined {
  const text = model.getValue()
  const here = rowHere(session, text, model.getOffsetAt(position))
  if (here === undefined) return offerRows(model, position, session, speech)
  const { cell, typed, depth } = here.place
  if (!/^[\w.-]*$/.test(typed)) return undefined
  if (cell === 'module' && depth === 0) return { typed, suggestions: suggestModules(session, speech) }
  if (cell === 'from' && depth < 2) return { typed, suggestions: suggestSources(here) }
  return cell === 'args' ? { typed, suggestions: suggestValues(session, here) } : undefined
}

/** Whole rows, on a line of a list of rows that holds nothing but a dash or a word. */
function offerRows(model: monaco.editor.ITextModel, { lineNumber, column }: monaco.Position, session: Session, speech: Speech) {
  const line = model.getLineContent(lineNumber)
  const begun = /^\s+(-\s+)?([\w.]*)$/.exec(line.slice(0, column - 1))
  if (begun === null || line.slice(column - 1).trim() !== '') return undefined
  const { document } = session.getSnapshot()
  const key = model.findPreviousMatch('^[\\w]+(?=:)', { lineNumber, column: 1 }, true, true, null, false)
  if (key === null || key.range.startLineNumber > lineNumber) return undefined
  if (!sectionsOf(document).includes(model.getValueInRange(key.range))) return undefined
  const after = linesOfRows(session.getSnapshot()).findLastIndex(({ last }) => last < lineNumber)
  return { typed: begun[2]!, suggestions: suggestRows(session, speech, after, begun[1] !== undefined) }
}

function item({ label, note, about, insert, isSnippet, filter, kind }: Suggestion, place: number, range: monaco.IRange) {
  return {
    label: { label, ...(note === undefined ? {} : { description: note }) },
    kind: kinds[kind],
    insertText: insert,
    range,
    sortText: String(place).padStart(5, '0'),
    ...(filter === undefined ? {} : { filterText: filter }),
    ...(about === undefined || about === '' ? {} : { documentation: { value: about } }),
    ...(isSnippet === true ? { insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet } : {}),
  }
}
