import { issueKinds } from './codes'
import type { Fix } from './fix'

/**
 * An issue is a coded finding about the user's text: what is wrong, where, and what to do about it. Severity is `error`
 * exactly when PyTorch would refuse to build or run the model. Our own mistakes are thrown errors, never issues.
 */
export type Severity = 'error' | 'warning' | 'info'

/** A place in the text, 1-based as editors count; the end is exclusive. */
export type TextRange = readonly [line: number, column: number, endLine: number, endColumn: number]

/** Where an issue belongs. `row` is the global row index `#i`, `arg` an argument's name or position, `edge` the row that is read. */
export interface Where {
  readonly row?: number
  readonly arg?: string | number
  readonly edge?: number
  readonly range?: TextRange
}

export interface Issue {
  readonly code: IssueCode
  readonly severity: Severity
  readonly message: string
  readonly cure: string
  readonly where: Where
  /** What can be done about it with one click, best first. */
  readonly fixes?: readonly Fix[]
}

/** What the table of codes says of one code. `cure` may be replaced by a more exact one where the issue is made. */
export interface IssueKind {
  readonly severity: Severity
  readonly title: string
  readonly cure: string
}

export type IssueCode = keyof typeof issueKinds

/** Longer than any message of ours: what is cut is the user's text, which may be as long as the file. */
const longest = 400

interface Exact {
  readonly cure?: string
  readonly severity?: Severity
  readonly fixes?: readonly Fix[]
}

/** Makes an issue of a known code; severity and cure come from the table unless given. */
export function issue(code: IssueCode, message: string, where: Where = {}, exact: Exact = {}): Issue {
  const kind: IssueKind = issueKinds[code]
  return {
    code,
    severity: exact.severity ?? kind.severity,
    message: message.length > longest ? `${message.slice(0, longest - 1)}…` : message,
    cure: exact.cure ?? kind.cure,
    where,
    ...(exact.fixes === undefined || exact.fixes.length === 0 ? {} : { fixes: exact.fixes }),
  }
}
