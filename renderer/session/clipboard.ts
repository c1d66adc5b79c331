/** Rows as text on the clipboard, and back. Reading and writing the clipboard itself is the window's. */
import {
  type Document,
  copyRows,
  createSourceMemory,
  duplicateRows,
  pasteRows,
  readRows,
  remove,
  sequence,
  setNodes,
} from '../../graph-core/document'
import { cardsText, readCards } from './copied-cards'
import { type Editing, type RowRef, indexOf, indicesOf } from './editing'

export interface PasteChoice {
  /** The row to paste behind; the last selected one by default, else the last of the model. */
  readonly after?: RowRef
  /** Links to rows that are not among the pasted ones go on meaning those. By default they read the row before. */
  readonly keepIncoming?: boolean
}

export function clipboardActions({ run, shown, view, selection }: Editing) {
  /** What was copied here last, so that its links are known whatever the numbers become. */
  let copied: { readonly text: string; readonly sourceOf: ReturnType<typeof createSourceMemory> } | undefined

  function copy(rows: readonly RowRef[]): string {
    const { document, layout } = shown()
    const chosen = [...new Set(indicesOf(rows))].sort((a, b) => a - b)
    const text = copyRows(document, chosen) + cardsText(document, layout, chosen)
    copied = { text, sourceOf: createSourceMemory(document, chosen) }
    return text
  }

  function lastPlace(): number {
    const { rows } = shown().document
    const selected = rows.findLastIndex(({ id }) => selection().includes(id))
    return selected >= 0 ? selected : rows.length - 1
  }

  return {
    /** Rows as YAML that any editor takes: links among them count back, comments come along, and as another one what their cards look like. */
    copyRows: copy,
    /** Copies rows and deletes them; undefined where they cannot be deleted. */
    cutRows(rows: readonly RowRef[]): string | undefined {
      const text = copy(rows)
      return run((d) => sequence(d, { key: 'cut', values: { count: rows.length } }, [(each) => remove(each, indicesOf(rows))]))
        ? text
        : undefined
    },
    /** Puts in rows copied from any editor, and selects them. */
    pasteRows(text: string, { after, keepIncoming = false }: PasteChoice = {}): boolean {
      const place = after === undefined ? lastPlace() : indexOf(after)
      const known = copied?.text.trim() === text.trim() ? copied : undefined
      const cards = [...readCards(text)]
      const copiedRows = readRows(text)
      const label = { key: 'paste', values: { count: 'code' in copiedRows ? 0 : copiedRows.rows.length } } as const
      const paste = (d: Document) =>
        pasteRows(d, text, place, {
          keepIncoming,
          ...(known === undefined ? {} : { sourceOf: (k: number, slot: number) => known.sourceOf(d, k, slot) }),
        })
      /** Where the first card stands is known only of the rows as they are pasted. */
      const setCards = (d: Document) => {
        const first = view(d).layout.nodes[place + 1]
        const nodes = cards.map(([k, { title, by }]) => {
          const at = by === undefined || first === undefined ? {} : { at: [first.x + by[0], first.y + by[1]] as const }
          return [place + 1 + k, { ...(title === undefined ? {} : { title }), ...at }] as const
        })
        return setNodes(d, new Map(nodes))
      }
      return run((d) => sequence(d, label, cards.length === 0 ? [paste] : [paste, setCards]), { selectsNew: true })
    },
    /** Puts a copy of rows behind the last of them; it reads what they read, and is selected. `places`, by row, are where the copies' cards stand. */
    duplicateRows(rows: readonly RowRef[], places?: ReadonlyMap<RowRef, readonly [x: number, y: number]>): boolean {
      const chosen = [...new Set(indicesOf(rows))].sort((a, b) => a - b)
      const placed = [...(places ?? [])].map(([row, at]) => [chosen.at(-1)! + 1 + chosen.indexOf(indexOf(row)), { at }] as const)
      const label = { key: 'duplicate', values: { count: chosen.length } } as const
      return run(
        (d) =>
          sequence(d, label, [
            (each) => duplicateRows(each, chosen),
            ...(placed.length === 0 ? [] : [(each: Document) => setNodes(each, new Map(placed))]),
          ]),
        { selectsNew: true },
      )
    },
  }
}
