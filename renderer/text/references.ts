/** The numbers by which rows read rows, as links: from a number to its row, and from a row to all that read it. */
import { type Cell, type Document, fromCells, sourceOf } from '../../graph-core/document'
import type { Session } from '../session'
import { fileLines } from './file-lines'
import { monaco } from './monaco'

export interface Reference {
  /** Offsets in the text. */
  readonly start: number
  readonly end: number
}

const place = (document: Document, i: number, cell: Cell): Reference => ({
  start: document.starts[i]! + cell.range[0],
  end: document.starts[i]! + cell.range[1],
})

/** The row that is named at an offset: by a number of a `from`, else by being the row there; undefined outside of rows and for the image. */
export function rowNamedAt(document: Document, offset: number): number | undefined {
  const i = document.rows.findIndex(({ cell }, k) => offset >= document.starts[k]! && offset <= document.starts[k]! + cell.range[1])
  if (i < 0) return undefined
  const number = numberAt(document, i, offset)
  if (number === undefined) return i
  const source = sourceOf(i, number)
  return source === null || source < 0 ? undefined : source
}

const numberAt = (document: Document, i: number, offset: number): Cell | undefined =>
  fromCells(document.rows[i]!).find((cell) => offset >= place(document, i, cell).start && offset <= place(document, i, cell).end)

/** Whether a number of a `from` stands at an offset. */
export const isNumberAt = (document: Document, offset: number): boolean =>
  document.rows.some((_, i) => numberAt(document, i, offset) !== undefined)

/** Every number by which a row reads row `i`. */
export const referencesTo = (document: Document, i: number): Reference[] =>
  document.rows.flatMap((row, reader) =>
    fromCells(row)
      .filter((cell) => sourceOf(reader, cell) === i)
      .map((cell) => place(document, reader, cell)),
  )

/** Lets the editor go from a number to its row, list who reads a row, and light all numbers that mean the row of the cursor. */
export function linkRows(model: monaco.editor.ITextModel, session: Session): monaco.IDisposable {
  /** The document and the row that a place names; undefined while the text is broken, when places are not those of its rows. */
  const named = (asked: monaco.editor.ITextModel, { lineNumber: line, column }: monaco.Position) => {
    const { document, isBroken, text } = session.getSnapshot()
    if (asked !== model || isBroken) return undefined
    const lines = fileLines(text)
    const offset = lines.offsetAt({ line, column })
    const i = rowNamedAt(document, offset)
    const range = ({ start, end }: Reference) => {
      const [from, to] = [lines.placeAt(start), lines.placeAt(end)]
      return new monaco.Range(from.line, from.column, to.line, to.column)
    }
    return i === undefined ? undefined : { document, i, offset, range }
  }
  const providers = [
    monaco.languages.registerDefinitionProvider('yaml', {
      provideDefinition(asked, position) {
        const found = named(asked, position)
        if (found === undefined || !isNumberAt(found.document, found.offset)) return null
        return { uri: model.uri, range: found.range(place(found.document, found.i, found.document.rows[found.i]!.module)) }
      },
    }),
    monaco.languages.registerReferenceProvider('yaml', {
      provideReferences(asked, position) {
        const found = named(asked, position)
        return found && referencesTo(found.document, found.i).map((each) => ({ uri: model.uri, range: found.range(each) }))
      },
    }),
    monaco.languages.registerDocumentHighlightProvider('yaml', {
      provideDocumentHighlights(asked, position) {
        const found = named(asked, position)
        if (found === undefined) return null
        const { document, i, range } = found
        return [
          ...referencesTo(document, i).map((each) => ({ range: range(each), kind: monaco.languages.DocumentHighlightKind.Read })),
          { range: range(place(document, i, document.rows[i]!.module)), kind: monaco.languages.DocumentHighlightKind.Write },
        ]
      },
    }),
  ]
  return { dispose: () => providers.forEach((each) => each.dispose()) }
}
