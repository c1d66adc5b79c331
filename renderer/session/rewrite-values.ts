/** Values written otherwise: those in the arguments of many rows, and those outside the rows. */
import {
  type Cell,
  type Command,
  type CommandResult,
  type Document,
  type NewValue,
  type YamlScalar,
  float,
  sequence,
  setArgs,
  setHeader,
} from '../../graph-core/document'
import { issue } from '../../graph-core/issues/issue'
import { readFlowRow } from '../../graph-core/yaml/flow-row'
import { type Editing, type RowRef, indicesOf } from './editing'

export const valueActions = ({ run }: Editing) => ({
  /** Writes every argument of the rows as `write` would have it, as one step. Refused where that is no value. */
  rewriteArguments(rows: readonly RowRef[], write: (text: string) => string): boolean {
    const steps = indicesOf(rows).map(
      (i): Command =>
        (d) =>
          rewriteRow(d, i, write),
    )
    const label = { key: 'setArgsMany', values: { count: steps.length } } as const
    return run((d) => (steps.length === 1 ? steps[0]!(d) : sequence(d, label, steps)))
  },
  /** Writes a value outside the rows by its path of keys: `['nc']`, `['scales', 'n', 0]`; undefined takes it away. */
  setHeader: (path: readonly YamlScalar[], value: NewValue | undefined) =>
    run((d) => setHeader(d, path, value), { key: `header ${path.join('.')}` }),
})

function rewriteRow(document: Document, i: number, write: (text: string) => string): CommandResult {
  const args: NewValue[] = []
  for (const cell of document.rows[i]?.args ?? []) {
    const text = write(cell.text)
    const value = text === cell.text ? valueOf(cell) : readValue(text)
    if (value === undefined) return { ok: false, issue: issue('edit.value', `${text} cannot be an argument of row ${i}.`, { row: i }) }
    args.push(value)
  }
  return setArgs(document, i, args)
}

function readValue(text: string): NewValue | undefined {
  const list = `[${text}]`
  const read = readFlowRow(list, 0)
  return read?.end === list.length && read.cell.items?.length === 1 ? valueOf(read.cell.items[0]!) : undefined
}

const valueOf = (cell: Cell): NewValue => (cell.isFloat ? float(cell.value as number) : (cell.value as NewValue))
