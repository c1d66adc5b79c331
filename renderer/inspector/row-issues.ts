/** Issues of one row, those of an argument apart: they are told beside its field. */
import { type Document, createLocator, rowRange } from '../../graph-core/document'
import type { Issue } from '../../graph-core/issues/issue'
import type { RowArgument } from '../session'

export interface RowIssues {
  /** By the argument's place among the row's cells. */
  readonly byPosition: ReadonlyMap<number, Issue>
  readonly others: readonly Issue[]
}

/** An issue is an argument's where it names it or its place, or its range is the argument's cell. */
export function issuesOfRow(issues: readonly Issue[], document: Document, i: number, args: readonly RowArgument[]): RowIssues {
  const own = issues.filter(({ where }) => where.row === i)
  const byPosition = new Map<number, Issue>()
  if (own.length === 0) return { byPosition, others: own }
  const locate = createLocator(document.text)
  const places = document.rows[i]!.args.map((cell) => String(locate(rowRange(document, i, cell))))
  const others = own.filter((issue) => {
    const { arg, range } = issue.where
    const named = typeof arg === 'number' ? arg : args.find(({ name }) => name === arg)?.position
    const position = named ?? (range === undefined ? -1 : places.indexOf(String(range)))
    // A fix is a button, and there is room for it above the fields only.
    if (position < 0 || byPosition.has(position) || issue.fixes !== undefined) return true
    byPosition.set(position, issue)
    return false
  })
  return { byPosition, others }
}
