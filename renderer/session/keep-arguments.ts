/** Another block in a row's place: which of its arguments still mean something, by name and by role. */
import type { Report } from '../../graph-core/analysis'
import { type Document, type NewValue, float, moduleName, sourcesOf } from '../../graph-core/document'
import type { ArgValue, Library, Role } from '../../graph-core/symbolic'
import { newRowBehind } from './new-row'
import { type RowArgument, definitionOf, rowArguments } from './row-arguments'

export interface KeptArguments {
  readonly args: readonly NewValue[]
  /** Names of arguments that were written and that the new block does not have. */
  readonly dropped: readonly string[]
}

/** Names that libraries have for the same thing: torch's layers say in words what blocks say in letters. */
const synonyms: readonly (readonly string[])[] = [
  ['k', 'kernel_size', 'ksize', 'kernel'],
  ['s', 'stride'],
  ['p', 'padding', 'pad'],
  ['d', 'dilation'],
  ['g', 'groups'],
  ['e', 'expansion'],
  ['shortcut', 'add'],
]

const isSame = (a: string, b: string) => a === b || synonyms.some((names) => names.includes(a) && names.includes(b))

/** The arguments of row `i` as another block writes them; what it needs beside them is filled in as for a new row. */
export function keepArguments(document: Document, report: Report, library: Library, i: number, module: string): KeptArguments {
  const definition = definitionOf(library, report, module)
  const written = rowArguments(document, report, library, i).filter(({ cell, position }) => cell !== undefined && position !== null)
  const row = document.rows[i]!
  if (definition === undefined || definitionOf(library, report, moduleName(row)) === undefined)
    return { args: row.args.map((cell) => (cell.isFloat ? float(cell.value as number) : (cell.value as NewValue))), dropped: [] }
  const source = sourcesOf(document, i)[0] ?? -1
  const fresh = newRowBehind(document, report, library, module, source).args ?? []
  const stated = definition.kind === 'block' ? definition.stated : {}
  const roles = [...Object.entries(stated), ...Object.entries(definition.args)].filter(
    ([, role]) => role.kind !== 'repeats' && (role.kind !== 'inputChannels' || role.style === 'first'),
  )
  const left = [...written]
  const kept = roles.map(([name, role]): { value: NewValue } | undefined => {
    const at = left.findIndex((argument) => matches(argument, name, role))
    if (at < 0) return undefined
    const [{ cell }] = left.splice(at, 1) as [RowArgument]
    return { value: cell!.isFloat ? float(cell!.value as number) : (cell!.value as NewValue) }
  })
  const last = Math.max(
    fresh.length - 1,
    kept.findLastIndex((each, k) => each !== undefined && !isDefault(each.value, roles[k]![1])),
  )
  const args = roles.slice(0, last + 1).map(([, role], k) => kept[k]?.value ?? fresh[k] ?? ((role.default ?? null) as NewValue))
  // An input channel that is written is no loss: the row's source says it.
  return { args, dropped: left.filter(({ role }) => role.kind !== 'inputChannels').map(({ name }) => name) }
}

/** Output channels by role, whatever they are called; everything else by name, where the value is one the new block takes. */
function matches({ name: old, role: oldRole, cell }: RowArgument, name: string, role: Role<unknown>): boolean {
  if (oldRole.kind === 'channels' || role.kind === 'channels') {
    const isOutput = (each: Role<unknown>) => each.kind === 'channels' && !('default' in each && each.default === null)
    return isOutput(oldRole) && isOutput(role) && oldRole.scaled === role.scaled && (old === name || oldRole.default === undefined)
  }
  return isSame(old, name) && role.read(cell!.value as ArgValue) !== undefined
}

const isDefault = (value: NewValue, role: Role<unknown>) =>
  'default' in role && JSON.stringify(role.default) === JSON.stringify(plain(value))

const plain = (value: NewValue) => (typeof value === 'object' && value !== null && 'float' in value ? value.float : value)
