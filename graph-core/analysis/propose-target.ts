/** A file that reads like another target's: that target is proposed, to be taken with one click. */
import { type Dialect, dialects, readHeader, writtenFor } from '../dialects'
import { moduleName } from '../document/edges'
import { headerEntry, headerRange, rowRange } from '../document/header'
import { createLocator } from '../document/issues'
import type { Document } from '../document/types'
import { type Issue, type IssueCode, type Where, issue } from '../issues/issue'
import type { Library } from '../symbolic'
import { type RowPlan, planRows } from './plan'

/** Findings that hang on the target alone: another may have the module, the argument, or do without the key. */
const hangsOnTarget: ReadonlySet<IssueCode> = new Set<IssueCode>([
  'header.key-missing',
  'row.unknown-module',
  'arg.too-many',
  'arg.missing',
  'arg.unknown',
  'arg.wrong-type',
  'arg.value',
])

/** A file under one target, with what was found in it. */
interface Reading {
  readonly dialect: Dialect
  readonly issues: readonly Issue[]
  readonly plans: readonly RowPlan[]
}

/** At most one issue: that the file is plainly written for another library, or that another target reads what this one does not. */
export function proposeTarget(document: Document, reading: Reading, library: Library, options: { scale?: string; nc?: number }): Issue[] {
  const { dialect } = reading
  const other = writtenFor(document)
  if (other !== undefined && other.target.base !== dialect.target.base) {
    const message = `The file has anchors, as ${other.title} writes them; ${dialect.title} reads it by rules of its own.`
    return [propose(other, message, firstUnknownKey(document, dialect))]
  }
  const rows = reading.plans.filter(({ findings }) => findings.some(({ code }) => hangsOnTarget.has(code)))
  const lacksKey = reading.issues.some(({ code }) => hangsOnTarget.has(code))
  if (rows.length === 0 && !lacksKey) return []
  const candidates = inOrder(dialect).filter((each) => other === undefined || each.target.base === other.target.base)
  const better = candidates.find((each) => reads(document, each, library, options))
  if (better === undefined) return []
  const message = lacksKey
    ? `${dialect.title} misses keys in this file that ${better.title} does not ask for.`
    : `${better.title} reads ${named(rows)}, which ${dialect.title} cannot.`
  return [propose(better, message, lacksKey ? {} : atRow(document, rows[0]!))]
}

/** `Pose26 (row 23)`, `SPPF (row 9) and 1 more`. */
function named([first, ...more]: readonly RowPlan[]): string {
  const { row, i } = first!
  return `${moduleName(row)} (row ${i})${more.length === 0 ? '' : ` and ${more.length} more`}`
}

const propose = ({ title, target }: Dialect, message: string, where: Where) =>
  issue('header.other-target', message, where, { cure: `Choose ${title} as the target.`, fixes: [{ kind: 'target', target: target.id }] })

/** Other targets: releases of the same library first. */
const inOrder = (dialect: Dialect) => {
  const isKin = (other: Dialect) => other.target.base === dialect.target.base
  const others = dialects.filter((other) => other !== dialect && other.target.id !== dialect.target.id)
  return [...others.filter(isKin), ...others.filter((other) => !isKin(other))]
}

/** Whether a target finds nothing that would hang on it. */
function reads(document: Document, dialect: Dialect, library: Library, options: { scale?: string; nc?: number }): boolean {
  const { header, issues } = readHeader(document, { ...options, dialect })
  if (issues.some(({ code }) => hangsOnTarget.has(code))) return false
  const plans = planRows(document, { library, dialect, header }, () => undefined)
  return plans.every(({ findings }) => findings.every(({ code }) => !hangsOnTarget.has(code)))
}

function firstUnknownKey(document: Document, dialect: Dialect): Where {
  const [unknown] = dialect.ignoredKeys.flatMap((key) => headerEntry(document, key) ?? [])
  return unknown === undefined ? {} : { range: createLocator(document.text)(headerRange(document, unknown)) }
}

const atRow = (document: Document, { i, row }: RowPlan): Where => ({
  row: i,
  range: createLocator(document.text)(rowRange(document, i, row.module)),
})
