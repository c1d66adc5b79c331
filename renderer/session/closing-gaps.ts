/** What an edit left open: rows whose inputs do not fit any more, and what the model did elsewhere that would make them fit. */
import { rowThatResizes } from '../../graph-core/analysis'
import { sourcesOf } from '../../graph-core/document'
import type { Fix } from '../../graph-core/issues/fix'
import { issue, type Issue } from '../../graph-core/issues/issue'
import { hintOf, isTensorType } from '../../graph-core/symbolic'
import type { Shown } from './editing'

/** Says that an edit left rows whose inputs do not fit any more, with what would mend the first of them. */
export function gapNotice(before: Shown, after: Shown): Issue | null {
  const isError = ({ severity }: Issue) => severity === 'error'
  const idOf = ({ document }: Shown, { where }: Issue) => (where.row === undefined ? '' : document.rows[where.row]?.id)
  const old = new Set(before.report.issues.filter(isError).map((each) => `${each.code} ${idOf(before, each)}`))
  const found = after.report.issues.filter(isError).find((each) => !old.has(`${each.code} ${idOf(after, each)}`))
  if (found === undefined) return null
  const fixes = [...resizing(before, after, found), ...(found.fixes ?? [])]
  const seen = new Set<string>()
  const distinct = fixes.filter((fix) => !seen.has(JSON.stringify(fix)) && seen.add(JSON.stringify(fix)))
  return issue('edit.gap', found.message, found.where, { cure: found.cure, fixes: distinct })
}

/** Brings one input of a row to the size of another as the model did before the edit; growing first. */
function resizing(before: Shown, { document, report }: Shown, { where, code }: Issue): Fix[] {
  if (where.row === undefined || code !== 'shape.concat') return []
  const to = where.row
  const outs = before.report.rows.map(({ out, status }) => (status === 'ok' ? out : undefined))
  const side = (i: number | null | undefined) => {
    const out = i == null ? null : (report.rows[i]?.out ?? null)
    return out !== null && isTensorType(out) && out.shape.length === 4 ? hintOf(out.shape[2]!) : undefined
  }
  const sources = sourcesOf(document, to)
  const ways = sources.flatMap((from, slot) =>
    sources.flatMap((other) => {
      const [own, wanted] = [side(from), side(other)]
      if (from === null || from < 0 || own === undefined || wanted === undefined || own === wanted) return []
      const row = rowThatResizes(before.document, from, wanted / own, outs)
      return row === undefined ? [] : [{ factor: wanted / own, fix: { kind: 'insert', from, to, slot, ...row } satisfies Fix }]
    }),
  )
  return ways.sort((a, b) => b.factor - a.factor).map(({ fix }) => fix)
}
