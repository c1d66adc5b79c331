/** What an edit left open: rows whose inputs do not fit any more, and what the model did elsewhere that would make them fit. */
import isEqual from 'fast-deep-equal'
import { rowThatResizes } from '../../graph-core/analysis'
import { type Document, moduleName, sourcesOf } from '../../graph-core/document'
import type { Fix, FixValue } from '../../graph-core/issues/fix'
import { issue, type Issue } from '../../graph-core/issues/issue'
import { type Library, type ShapeTree, hintOf, isTensorType } from '../../graph-core/symbolic'
import type { Shown } from './editing'
import { writtenChannels } from './new-row'
import { definitionOf } from './row-arguments'

/** Says that an edit left rows whose inputs do not fit any more, with what would mend the first of them. */
export function gapNotice(library: Library, before: Shown, after: Shown): Issue | null {
  const isError = ({ severity }: Issue) => severity === 'error'
  const idOf = ({ document }: Shown, { where }: Issue) => (where.row === undefined ? '' : document.rows[where.row]?.id)
  const old = new Set(before.report.issues.filter(isError).map((each) => `${each.code} ${idOf(before, each)}`))
  const found = after.report.issues.filter(isError).find((each) => !old.has(`${each.code} ${idOf(after, each)}`))
  if (found === undefined) return null
  const fixes = [
    ...thatResized(before, after, found),
    ...resizing(before, after, found),
    ...asBefore(library, before, after, found),
    ...(found.fixes ?? []),
  ]
  const seen = new Set<string>()
  // The same block in the same place with other arguments is no other way.
  const wayOf = (fix: Fix) => JSON.stringify(fix.kind === 'insert' ? { ...fix, args: [] } : fix)
  const distinct = fixes.filter((fix) => !seen.has(wayOf(fix)) && seen.add(wayOf(fix)))
  return issue('edit.gap', found.message, found.where, { cure: found.cure, fixes: distinct })
}

/** Puts the row back that made a map the size that a row reads: it knows best how many channels belong there. */
function thatResized(before: Shown, { document, report }: Shown, { where }: Issue): Fix[] {
  if (where.row === undefined) return []
  const to = where.row
  const old = oldIndex(before, document, to)
  const was = old < 0 ? [] : sourcesOf(before.document, old)
  return sourcesOf(document, to).flatMap((from, slot): Fix[] => {
    const read = was[slot]
    const row = before.document.rows[read ?? -1]
    if (from === null || from < 0 || row === undefined || document.rows.some(({ id }) => id === row.id)) return []
    const sources = sourcesOf(before.document, read!)
    const isBetween = sources.length === 1 && sources[0] === oldIndex(before, document, from)
    const [wanted, given] = [mapOf(before.report.rows[read!]!.out), mapOf(report.rows[from]!.out)]
    const isPlain = !row.isMalformed && row.repeats.value === 1 && row.args.every(({ value }) => !(value instanceof Map))
    if (!isBetween || !isPlain || wanted === null || given === null || wanted[1] === given[1]) return []
    return [{ kind: 'insert', from, to, slot, module: moduleName(row), args: row.args.map(({ value }) => value as FixValue) }]
  })
}

/** Which row of the model before the edit a row is; -1 for a new one. */
const oldIndex = (before: Shown, document: Document, i: number) => before.document.rows.findIndex(({ id }) => id === document.rows[i]!.id)

/**
 * Gives inputs of a row again what they were before the edit: a row that makes as many channels, or one that resizes, or another row that gives
 * the same. For rows that take no other shape, such as sums and layers with channels of their own.
 */
function asBefore(library: Library, before: Shown, { document, report }: Shown, { where, code }: Issue): Fix[] {
  if (where.row === undefined || code === 'shape.concat') return []
  const to = where.row
  const old = oldIndex(before, document, to)
  const [was, is] = [old < 0 ? [] : sourcesOf(before.document, old), sourcesOf(document, to)]
  if (was.length !== is.length) return []
  const outs = before.report.rows.map(({ out, status }) => (status === 'ok' ? out : undefined))
  return is.flatMap((from, slot): Fix[] => {
    const read = was[slot]
    if (from === null || from < 0 || read == null || read < 0) return []
    const [wanted, given] = [mapOf(before.report.rows[read]!.out), mapOf(report.rows[from]!.out)]
    if (wanted === null || given === null || isEqual(wanted, given)) return []
    const fixes: Fix[] = []
    const plain = document.rows.find((row) => isPlainConvolution(library, report, row))
    if (wanted[1] === given[1] && wanted[2] === given[2] && plain !== undefined) {
      const channels = writtenChannels(before.document, before.report, library, read)
      fixes.push({ kind: 'insert', from, to, slot, module: moduleName(plain), args: [channels, 1, 1] })
    }
    const resizing = wanted[1] === given[1] ? undefined : rowThatResizes(before.document, read, wanted[1]! / given[1]!, outs)
    if (resizing !== undefined && wanted[0] === given[0]) fixes.push({ kind: 'insert', from, to, slot, ...resizing })
    const alike = report.rows.findLast(({ i, out }) => i < to && !is.includes(i) && isEqual(mapOf(out), wanted))
    if (alike !== undefined) fixes.push({ kind: 'connect', from: alike.i, to, slot })
    return fixes
  })
}

/** `[channels, height, width]`; null for anything but one map. */
const mapOf = (out: ShapeTree) => (out !== null && isTensorType(out) && out.shape.length === 4 ? out.shape.slice(1).map(hintOf) : null)

/** Whether a row's block looks at one place at a time unless it is told otherwise: what only changes channels is written as one. */
function isPlainConvolution(library: Library, report: Shown['report'], row: Document['rows'][number]): boolean {
  const definition = typeof row.module.value === 'string' ? definitionOf(library, report, row.module.value) : undefined
  if (definition?.kind !== 'block' || definition.about?.category !== 'convolution') return false
  const roles: Readonly<Record<string, object>> = definition.args
  return ['k', 's'].every((name) => roles[name] !== undefined && 'default' in roles[name] && roles[name].default === 1)
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
      const row = rowThatResizes(before.document, oldIndex(before, document, from), wanted / own, outs)
      return row === undefined ? [] : [{ factor: wanted / own, fix: { kind: 'insert', from, to, slot, ...row } satisfies Fix }]
    }),
  )
  return ways.sort((a, b) => b.factor - a.factor).map(({ fix }) => fix)
}
