/** What a pickle says, as inert data. A class or function is its name; an object is what it was made of. Nothing here can be called. */

/** A class or function by its name in Python. */
export class PyGlobal {
  readonly path: string
  constructor(module: string, name: string) {
    this.path = `${renamed.get(module) ?? module}.${name}`
  }
}

/** Names of Python 2, which protocols up to 2 write. */
const renamed = new Map([
  ['__builtin__', 'builtins'],
  ['copy_reg', 'copyreg'],
])

/** An object of a class that nothing here knows: the arguments it was made with, and what was put into it. */
export class PyObject {
  /** What `__setstate__` or `__dict__` would be given. */
  state: PyValue = null
  constructor(
    readonly type: PyGlobal,
    readonly args: readonly PyValue[],
  ) {}

  /** An attribute, from `__dict__` or the slots beside it. */
  get(name: string): PyValue | undefined {
    const places = this.state instanceof PyTuple ? this.state.items : [this.state]
    for (const place of places) if (place instanceof Map && place.has(name)) return place.get(name)
    return undefined
  }
}

export class PyTuple {
  constructor(readonly items: readonly PyValue[]) {}
}

/** A Python float, which is not an int also where it is whole. Ints are numbers, or bigints where they do not fit. */
export class PyFloat {
  constructor(readonly value: number) {}
}

/** Something a pickle only refers to, such as the values of a tensor: made by the reader, never by the file. */
export abstract class PyForeign {
  abstract readonly kind: string
}

export type PyValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PyFloat
  | PyTuple
  | PyGlobal
  | PyObject
  | PyForeign
  | PyValue[]
  | Set<PyValue>
  | Map<PyValue, PyValue>

/** A list's or tuple's items; null for anything else. */
export function sequence(value: PyValue | undefined): readonly PyValue[] | null {
  return Array.isArray(value) ? value : value instanceof PyTuple ? value.items : null
}
