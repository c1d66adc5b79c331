/** What an issue proposes, as a command. */
import {
  type CommandResult,
  type Document,
  type NewValue,
  connect,
  headerValue,
  insertOnEdge,
  replaceModule,
  setHeader,
} from '../../graph-core/document'
import type { Fix } from '../../graph-core/issues/fix'
import { withArgument } from './row-arguments'

type Command = (document: Document) => CommandResult

/** Writes an argument of row `i` by its name or place; `undefined` takes it and those behind it away. */
type SetArgument = (document: Document, i: number, argument: string | number, value: NewValue | undefined) => CommandResult

/** The edit that does what a fix says. */
export function fixCommand(fix: Fix, setArgument: SetArgument): Command {
  switch (fix.kind) {
    case 'target':
      return (d) => chooseTarget(d, fix.target)
    case 'replaceModule':
      return (d) => changeForm(d, fix.row, fix.module)
    case 'setArg':
      return (d) => setArgument(d, fix.row, fix.arg, fix.value)
    case 'connect':
      return (d) => connect(d, fix)
    case 'insert':
      return (d) => insertOnEdge(d, fix, { module: fix.module, args: fix.args })
  }
}

/** Keeps the target under `graft:`. */
export const chooseTarget = (document: Document, target: string): CommandResult =>
  headerValue(document, 'graft') === undefined
    ? setHeader(document, ['graft'], { v: 1, target })
    : setHeader(document, ['graft', 'target'], target)

/** Makes a row another form of its block; its arguments stay as they are written. */
export function changeForm(document: Document, i: number, module: string): CommandResult {
  const cells = document.rows[i]?.args ?? []
  return replaceModule(document, i, module, withArgument([], cells, cells.length, undefined))
}
