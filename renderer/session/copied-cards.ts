/**
 * What the cards of copied rows look like, as a comment behind the rows on the clipboard: titles, and where cards that people had moved stand
 * beside the first one. Other editors take it for what it is, a comment.
 */
import type { Document } from '../../graph-core/document'
import { readRows } from '../../graph-core/document'
import { type Layout, nodeTitles } from '../layout'

export interface CopiedCard {
  readonly title?: string
  /** From the first row's card. */
  readonly by?: readonly [x: number, y: number]
}

const mark = '# graft: '

/** The comment for some rows; empty where nothing is to be said. */
export function cardsText(document: Document, { nodes }: Layout, rows: readonly number[]): string {
  const titles = nodeTitles(document)
  const first = nodes[rows[0]!]
  const cards = rows.flatMap((i, k) => {
    const node = nodes[i]
    if (node === undefined || first === undefined) return []
    const title = titles.get(node.rowId)
    if (title === undefined && !node.isMoved) return []
    const by = node.isMoved ? { by: [Math.round(node.x - first.x), Math.round(node.y - first.y)] } : {}
    return [[k, { module: document.rows[i]!.module.value, ...(title === undefined ? {} : { title }), ...by }]]
  })
  return cards.length === 0 ? '' : `${mark}${JSON.stringify(Object.fromEntries(cards))}\n`
}

/** What is said of pasted rows, by their place among them; of rows that are other blocks by now nothing. */
export function readCards(text: string): ReadonlyMap<number, CopiedCard> {
  const line = text.split(/\r\n|\n|\r/).findLast((each) => each.trim().startsWith(mark))
  const copied = readRows(text)
  const cards = new Map<number, CopiedCard>()
  if (line === undefined || 'code' in copied) return cards
  for (const [k, card] of Object.entries(parse(line.trim().slice(mark.length)))) {
    const { module, title, by } = Object(card) as { readonly module?: unknown; readonly title?: unknown; readonly by?: unknown }
    if (copied.rows[Number(k)]?.row.module.value !== module) continue
    cards.set(Number(k), {
      ...(typeof title === 'string' ? { title: title.slice(0, 80) } : {}),
      ...(isPoint(by) ? { by } : {}),
    })
  }
  return cards
}

const isPoint = (value: unknown): value is [number, number] => Array.isArray(value) && value.length === 2 && value.every(Number.isFinite)

/** Somebody else’s comment may begin the same way: it says nothing here. */
function parse(text: string): object {
  try {
    return Object(JSON.parse(text)) as object
  } catch {
    return {}
  }
}
