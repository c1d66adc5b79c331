/**
 * Roles: what an argument means, how a YAML row writes it, and which values it takes. From them come constructor
 * binding, the parse rule of a row, the inspector form and completion.
 */
import { isModule, moduleOf, type AnyModule } from './module'
import { ShapeError } from './shape-error'

/** A constructor argument as Python has it. */
export type ArgValue = null | boolean | number | string | readonly ArgValue[] | { readonly [key: string]: ArgValue } | AnyModule

/** How a row writes the input channels: not at all, always first, or as people please (a leading number of 32 or more). */
export type InputChannelStyle = 'never' | 'first' | 'optional'

export type RoleKind = 'inputChannels' | 'channels' | 'repeats' | 'bool' | 'int' | 'float' | 'size' | 'text' | 'list' | 'activation' | 'any'

export interface Role<T> {
  readonly kind: RoleKind
  /** Absent for required arguments. */
  readonly default?: T
  /** Input channels only: how rows write it. */
  readonly style?: InputChannelStyle
  /** Channels only: whether the parse rule multiplies it by width. */
  readonly scaled?: boolean
  /** Channels only: rows may leave it out for the input's number, and write that number as it is. */
  readonly likeInput?: boolean
  /** Text only: the values that mean something. */
  readonly choices?: readonly string[]
  /** Required arguments only: what a new row writes, for the channels its source declares. */
  readonly suggest?: (channels: number) => ArgValue
  /** Reads a Python value; undefined where PyTorch would refuse it. */
  read(value: ArgValue): T | undefined
  /** What is expected, for messages. */
  readonly expected: string
}

export type ArgRoles = { readonly [name: string]: Role<unknown> }
export type Resolved<A extends ArgRoles> = { readonly [K in keyof A]: A[K] extends Role<infer T> ? T : never }

const integer = (v: ArgValue): number | undefined =>
  typeof v === 'number' && Number.isInteger(v) ? v : typeof v === 'boolean' ? Number(v) : undefined

/** Python's `bool(value)`. */
export function truthy(v: ArgValue): boolean {
  if (v === null || typeof v === 'boolean') return v === true
  if (typeof v === 'number') return v !== 0
  if (isModule(v)) return true
  return typeof v === 'string' ? v !== '' : Object.keys(v).length > 0
}

/** Channels of the input; the row's source says them. */
export const inputChannels = (style: InputChannelStyle = 'never'): Role<number> => ({
  kind: 'inputChannels',
  style,
  read: integer,
  expected: 'a number of channels',
})

/** Channels that a row writes unscaled and the parse rule multiplies by width (unless `scaled: false`). */
export const channels = (options: { scaled?: boolean; likeInput?: boolean; default?: number } = {}): Role<number> => ({
  kind: 'channels',
  scaled: options.scaled ?? true,
  ...(options.likeInput === true ? { likeInput: true } : {}),
  ...(options.default === undefined ? {} : { default: options.default }),
  read: integer,
  expected: 'a number of channels',
})

/** The repeats of the row, inserted by the parse rule. */
export const repeats = (value: number): Role<number> => ({
  kind: 'repeats',
  default: value,
  read: integer,
  expected: 'a number of repeats',
})

export const role = <T>(kind: RoleKind, expected: string, read: (v: ArgValue) => T | undefined, value?: T): Role<T> => ({
  kind,
  expected,
  read,
  ...(value === undefined ? {} : { default: value }),
})

export const bool = (value?: boolean): Role<boolean> => role('bool', 'True or False', truthy, value)
export const int = (value?: number): Role<number> => role('int', 'a whole number', integer, value)
export const float = (value?: number): Role<number> => role('float', 'a number', (v) => (typeof v === 'number' ? v : integer(v)), value)

/** The same role with a value that a new row may begin with. */
export const suggesting = <T extends ArgValue>(r: Role<T>, suggest: (channels: number) => T): Role<T> => ({ ...r, suggest })

/** A whole number or None. */
export const optionalInt = (value: number | null = null): Role<number | null> =>
  role<number | null>('int', 'a whole number or None', (v) => (v === null ? null : integer(v)), value)

/** True, False or None. */
export const optionalBool = (value: boolean | null = null): Role<boolean | null> =>
  role<boolean | null>('bool', 'True, False or None', (v) => (v === null ? null : truthy(v)), value)

/** A number or None. */
export const optionalFloat = (value: number | null = null): Role<number | null> =>
  role<number | null>('float', 'a number or None', (v) => (v === null ? null : typeof v === 'number' ? v : undefined), value)

export type Size = number | readonly number[]
const readSize = (v: ArgValue): Size | undefined => {
  if (!Array.isArray(v)) return integer(v)
  const items = (v as readonly ArgValue[]).map(integer)
  return items.every((x) => x !== undefined) ? items : undefined
}

/** One number for both axes, or `[height, width]`. */
export const size = (value?: Size): Role<Size> => role('size', 'a whole number or [height, width]', readSize, value)
export const optionalSize = (value: Size | null = null): Role<Size | null> =>
  role<Size | null>('size', 'a whole number, [height, width] or None', (v) => (v === null ? null : readSize(v)), value)

export const text = (value?: string, choices?: readonly string[]): Role<string> => ({
  ...role(
    'text',
    choices === undefined ? 'a text' : `one of ${choices.join(', ')}`,
    (v) => (typeof v === 'string' && (choices?.includes(v) ?? true) ? v : undefined),
    value,
  ),
  ...(choices === undefined ? {} : { choices }),
})

/** A list of whole numbers. */
export const ints = (value?: readonly number[]): Role<readonly number[]> =>
  role<readonly number[]>(
    'list',
    'a list of whole numbers',
    (v) => (Array.isArray(v) ? (readSize(v) as readonly number[] | undefined) : undefined),
    value,
  )

/** True for the library's default activation, a module, or anything else for none. */
export type Activation = boolean | AnyModule
export const activation = (value: Activation = true): Role<Activation> =>
  role<Activation>('activation', 'True, False or a module', (v) => (v === true || isModule(v) ? v : false), value)

/** Any Python value, taken as it is. */
export const any = (value?: ArgValue): Role<ArgValue> => role('any', 'a value', (v) => v, value)

/** Reads one value; throws ShapeError `arg.wrong-type`. */
export function readArg<T>(owner: string, name: string, r: Role<T>, value: ArgValue): T {
  const read = r.read(value)
  if (read === undefined) {
    const message = `${owner}: ${name} must be ${r.expected}, got ${printArg(value)}`
    throw new ShapeError('arg.wrong-type', message, undefined, name)
  }
  return read
}

/**
 * Binds positional and keyword arguments as a Python call does. Throws ShapeError `arg.too-many`, `arg.missing`,
 * `arg.unknown` or `arg.wrong-type`.
 */
export function bindArgs<A extends ArgRoles>(
  owner: string,
  roles: A,
  positional: readonly ArgValue[],
  keywords: { readonly [name: string]: ArgValue } = {},
): Resolved<A> {
  const names = Object.keys(roles)
  if (positional.length > names.length) {
    throw new ShapeError('arg.too-many', `${owner} takes at most ${names.length} arguments, got ${positional.length}`)
  }
  for (const name of Object.keys(keywords)) {
    if (!names.includes(name)) throw new ShapeError('arg.unknown', `${owner} has no argument ${name}`)
  }
  const bound: Record<string, unknown> = {}
  names.forEach((name, i) => {
    const r = roles[name]!
    if (i < positional.length) bound[name] = readArg(owner, name, r, positional[i]!)
    else if (name in keywords) bound[name] = readArg(owner, name, r, keywords[name]!)
    else if ('default' in r) bound[name] = r.default
    else throw new ShapeError('arg.missing', `${owner} needs ${name}, ${r.expected}`)
  })
  return bound as Resolved<A>
}

/** A module as torch prints it: `LeakyReLU(negative_slope=0.1)`. Working in place is said where it is set. */
function printModule(module: AnyModule): string {
  const { definition, args } = moduleOf(module)
  const written = Object.entries(args as { readonly [name: string]: ArgValue }).filter(
    ([name, value]) => name !== 'inplace' || value === true,
  )
  return `${definition.name}(${written.map(([name, value]) => `${name}=${printArg(value)}`).join(', ')})`
}

/** Whether a value is or holds a module, which no JSON can say. */
export function holdsModule(v: ArgValue): boolean {
  return isModule(v) || (Array.isArray(v) && (v as readonly ArgValue[]).some(holdsModule))
}

/** An argument as Python prints it. */
export function printArg(v: ArgValue): string {
  if (v === null) return 'None'
  if (typeof v === 'boolean') return v ? 'True' : 'False'
  if (typeof v === 'number') return String(v)
  if (typeof v === 'string') return `'${v.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  if (isModule(v)) return printModule(v)
  if (Array.isArray(v)) return `[${(v as readonly ArgValue[]).map(printArg).join(', ')}]`
  const entries = Object.entries(v as { readonly [key: string]: ArgValue })
  return `{${entries.map(([k, x]) => `${printArg(k)}: ${printArg(x)}`).join(', ')}}`
}
