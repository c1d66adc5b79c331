/** An argument as a form shows it, of one row or of several: what is written, what holds where nothing is, and what it may be. */
import { type ArgValue, type Library, type Role, printArg } from '../../graph-core/symbolic'
import type { Dialect } from '../../graph-core/dialects/dialect'
import type { Cell, NewValue } from '../../graph-core/document'
import type { RowArgument } from '../session'
import { readTyped } from './read-typed'

export interface FieldValue {
  /** As the rows write it; null where none does. */
  readonly written: string | null
  readonly value: unknown
  /** The rows differ. */
  readonly isMixed: boolean
}

/** What these cells hold together. */
export function valueOf(cells: readonly (Cell | undefined)[], role: Role<unknown>): FieldValue {
  const read = (cell: Cell | undefined) => (cell === undefined ? role.default : asPython(cell.value))
  const [first, ...others] = cells
  const isMixed = others.some((cell) => JSON.stringify(read(cell)) !== JSON.stringify(read(first)))
  if (isMixed) return { written: null, value: undefined, isMixed }
  return { written: first?.text ?? null, value: read(first), isMixed }
}

/** A text that Python reads as a value is that value. */
const asPython = (value: Cell['value']): unknown =>
  typeof value === 'string' && /^(True|False|None)$/.test(value) ? { True: true, False: false, None: null }[value] : value

/** The arguments that all of these rows write themselves, with their cells row by row. */
export function commonArguments(
  rows: readonly (readonly RowArgument[])[],
): readonly (RowArgument & { readonly cells: readonly (Cell | undefined)[] })[] {
  const [first = [], ...others] = rows
  return first.flatMap((argument) => {
    const same = others.map((row) => row.find(({ name, role }) => name === argument.name && role.kind === argument.role.kind))
    if (argument.position === null || same.some((each) => each === undefined || each.position === null)) return []
    return [{ ...argument, cells: [argument.cell, ...same.map((each) => each!.cell)] }]
  })
}

/** A typed text as a value; `isWrong` where the block takes no such value. A name may be one of the model's, and is left to analysis. */
export function readField(text: string, role: Role<unknown>): { readonly value: NewValue | undefined; readonly isWrong: boolean } {
  const value = readTyped(text, role)
  if (value === undefined || (typeof value === 'string' && role.kind !== 'text')) return { value, isWrong: false }
  return { value, isWrong: role.read(plain(value) as ArgValue) === undefined }
}

const plain = (value: NewValue) => (typeof value === 'object' && value !== null && 'float' in value ? value.float : value)

/** The default as Python writes it; null where the argument must be given. */
export const defaultText = (role: Role<unknown>): string | null => ('default' in role ? printArg(role.default as ArgValue) : null)

/** What a field offers to choose from; undefined where anything goes. */
export function offers(role: Role<unknown>, library: Library, dialect: Dialect): readonly string[] | undefined {
  if (role.choices !== undefined) return role.choices
  if (role.kind === 'bool') return role.default === null ? ['None', 'True', 'False'] : undefined
  if (role.kind !== 'activation') return undefined
  return ['True', 'False', ...(dialect.evaluatesArguments ? activations(library) : [])]
}

/** Activations of torch that need no argument, as a row writes them. */
const activations = (library: Library): readonly string[] =>
  library.layers
    .filter(({ definition }) => definition.type.includes('.activation.'))
    .filter(({ definition }) => Object.values(definition.args).every((role) => 'default' in role))
    .map(({ definition }) => `nn.${definition.name}()`)
