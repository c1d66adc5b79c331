import type { ArgRoles, ArgValue, Role } from './args'
import { ShapeError } from './shape-error'

/** What a parse rule knows of the row it reads. */
export interface RowContext {
  readonly block: string
  /** Declared channels of the rows it reads, in order. */
  readonly channels: readonly (number | readonly number[])[]
  /** Repeats after the depth multiple. */
  readonly repeats: number
  readonly scale: string
  readonly nc: number
  readonly regMax: number
  readonly end2end: boolean | null
  /** The row's arguments as it writes them. */
  readonly cells: readonly ArgValue[]
  /** The scale's width, and its cap on channel numbers before the width. */
  readonly width: number
  readonly maxChannels: number
  /** Width, cap and rounding of the target applied to a channel number. */
  scaleChannels(c: number): number
}

/** The single number of channels a row reads; throws ShapeError `row.channels-are-a-list` for a source that declares several. */
export function inputChannelsOf(r: RowContext): number {
  const c = r.channels[0]
  if (typeof c !== 'number') throw new ShapeError('row.channels-are-a-list', `${r.block} reads one tensor, but its source gives a list`)
  return c
}

/**
 * Constructor arguments of a row, from the roles: input channels and repeats are inserted where the signature has them,
 * channels are scaled, other cells are passed on. As the libraries print them: defaults are not filled in.
 */
export function argumentsOfRow(roles: ArgRoles, cells: readonly ArgValue[], r: RowContext): ArgValue[] {
  const out: ArgValue[] = []
  const rest = [...cells]
  for (const role of Object.values(roles)) {
    if (role.kind === 'repeats') out.push(r.repeats)
    else if (role.kind === 'inputChannels') out.push(inputChannelArgument(role.style ?? 'never', rest, r))
    else if (rest.length > 0) {
      const cell = rest.shift()!
      out.push(role.kind === 'channels' && role.scaled === true ? scaledCell(cell, r, role) : cell)
    } else if (role.likeInput === true) {
      out.push(inputChannelsOf(r))
    } else if (role.kind === 'channels' && !('default' in role)) {
      throw new ShapeError('arg.missing', `${r.block} needs its output channels as the first argument of the row`)
    } else if (!laterIsInserted(roles, role)) break
  }
  return [...out, ...rest]
}

/** Whether an argument after this one is inserted by the parse rule, so that the ones before it must be there. */
function laterIsInserted(roles: ArgRoles, role: unknown): boolean {
  const all = Object.values(roles)
  return all.slice(all.indexOf(role as (typeof all)[number])).some((r) => r.kind === 'repeats')
}

function inputChannelArgument(style: 'never' | 'first' | 'optional', rest: ArgValue[], r: RowContext): number {
  const c1 = inputChannelsOf(r)
  const first = rest[0]
  if (
    style === 'first' ||
    (style === 'optional' && typeof first === 'number' && first >= 32 && (first === c1 || r.scaleChannels(first) === c1))
  )
    rest.shift()
  return c1
}

function scaledCell(cell: ArgValue, r: RowContext, role: Role<unknown>): number {
  if (typeof cell !== 'number') throw new ShapeError('arg.wrong-type', `output channels must be a number, got ${JSON.stringify(cell)}`)
  return role.likeInput === true && cell === inputChannelsOf(r) ? cell : r.scaleChannels(cell)
}
