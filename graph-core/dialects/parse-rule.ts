/** The parts of `parse_model` that are the same everywhere: rounding, scaling, and reading a row's cells. */
import type { Cell, YamlValue } from '../document/types'
import { type AnyModule, type ArgValue, type Library, ShapeError } from '../symbolic'
import { pythonLiteral } from '../yaml/python-literal'
import { anchorsPerPlace } from './anchors'
import type { Dialect } from './dialect'
import type { ModelHeader } from './header'

/** Python's round: halves go to the even neighbour. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x)
  if (x - floor !== 0.5) return Math.round(x)
  return floor % 2 === 0 ? floor : floor + 1
}

/** The next multiple of 8. */
export function makeDivisible(x: number, divisor = 8): number {
  return Math.ceil(x / divisor) * divisor
}

/** Repeats after the depth multiple; 1 and less pass through. */
export function scaleRepeats(n: number, depth: number): number {
  return n > 1 ? Math.max(roundHalfEven(n * depth), 1) : n
}

/** A row's channel number after cap, width and rounding. */
export function scaleChannels(c: number, header: ModelHeader, { keepsChannelsEqualTo: kept }: Dialect): number {
  if (kept !== null && c === header[kept]) return c
  return makeDivisible(Math.min(c, header.maxChannels) * header.width, header.channelMultiple)
}

/** Why a cell cannot be an argument. */
export interface CellRefusal {
  readonly cell: Cell
  readonly reason: string
}

/**
 * The Python values of a row's argument cells: a text that names a variable of `parse_model` is that variable, a Python
 * literal is its value, any other text stays a text. A library that evaluates texts makes modules of calls: `evaluating` reads those of
 * torch.nn, and any other call is refused, for nothing is ever evaluated here.
 */
export function readArguments(
  cells: readonly Cell[],
  header: ModelHeader,
  evaluating?: Pick<Library, 'readModule'>,
): { values: ArgValue[] } | { refusal: CellRefusal } {
  const values: ArgValue[] = []
  const variables = variablesOf(header)
  for (const cell of cells) {
    if (typeof cell.value !== 'string') {
      values.push(plain(cell.value))
      continue
    }
    const variable = variables.get(cell.value)
    if (variable !== undefined) {
      values.push(variable)
      continue
    }
    const literal = pythonLiteral(cell.value)
    if (!literal.ok && literal.reason === 'syntax') return { refusal: { cell, reason: `${cell.text} is not a value Python can read` } }
    const called = literal.ok || evaluating === undefined || !cell.value.includes('(') ? undefined : moduleIn(cell.value, evaluating)
    if (called === null) return { refusal: { cell, reason: `${cell.text} is a call that only Python could make` } }
    values.push(called ?? (literal.ok ? plain(literal.value as YamlValue) : cell.value))
  }
  return { values }
}

/** The module a call makes; null where it is no call of a layer torch.nn has. */
function moduleIn(text: string, library: Pick<Library, 'readModule'>): AnyModule | null {
  try {
    return library.readModule(text) ?? null
  } catch (error) {
    if (error instanceof ShapeError) return null
    throw error
  }
}

/** What `parse_model` holds under names that a row may write: that of Ultralytics, or that of the libraries with anchors. */
function variablesOf(header: ModelHeader): ReadonlyMap<string, ArgValue> {
  const { nc, regMax, end2end, scale, depth, width, maxChannels, keypoints, activation, anchors, outputs, channelMultiple } = header
  if (anchors !== null) {
    return new Map<string, ArgValue>([
      ['nc', nc],
      ['anchors', anchors],
      ['na', anchorsPerPlace(anchors)],
      ['no', outputs],
      ['gd', depth],
      ['gw', width],
      ['ch_mul', channelMultiple],
      ['act', activation ?? null],
    ])
  }
  return new Map<string, ArgValue>([
    ['nc', nc],
    ['reg_max', regMax],
    ['end2end', end2end],
    ['scale', scale],
    ['depth', depth],
    ['width', width],
    ['max_channels', maxChannels],
    ['act', activation ?? null],
    ...(keypoints === null ? [] : [['kpt_shape', keypoints] as const]),
  ])
}

function plain(value: YamlValue): ArgValue {
  if (value instanceof Map) return Object.fromEntries([...value].map(([k, v]) => [String(k), plain(v as YamlValue)]))
  if (Array.isArray(value)) return (value as readonly YamlValue[]).map(plain)
  return value as ArgValue
}
