/**
 * Modules as PyTorch has them: objects with identity, registered under names in other modules. A module is called like a
 * function; a ModuleList is an array. Names, counts and state_dict follow torch's registration rules.
 */
import type { LayerOverrides } from './conventions'
import type { Init } from './init'
import { ShapeError } from './shape-error'
import { type DType, type Tensor, type Value } from './tensor'
import { type Frame, type Trace, traceOf } from './trace'

/** A trainable tensor: counted as parameters, carries a gradient unless frozen. */
export class Param {
  readonly dtype: DType = 'f32'
  constructor(
    readonly shape: readonly number[],
    readonly init: Init,
    readonly frozen = false,
  ) {}
}

/** A tensor that is saved but not trained; never counted as a parameter. */
export class Buffer {
  constructor(
    readonly shape: readonly number[],
    readonly init: Init,
    readonly dtype: DType = 'f32',
    /** False for buffers that state_dict leaves out. */
    readonly persistent = true,
  ) {}
}

/** 4 TiB as float32: more than PyTorch can allocate anywhere. */
export const mostElements = 2 ** 40

/** Throws ShapeError `arg.value` for a tensor no machine can hold. */
function requireSize(shape: readonly number[]): void {
  const elements = shape.reduce((n, d) => n * d, 1)
  if (!(elements <= mostElements)) throw new ShapeError('arg.value', `a tensor of ${shape.join('×')} is larger than any machine can hold`)
}

/** A parameter; throws ShapeError `arg.value` where it is too large. */
export function param(shape: readonly number[], init: Init, options: { frozen?: boolean } = {}): Param {
  requireSize(shape)
  return new Param(shape, init, options.frozen)
}

export const buffer = (shape: readonly number[], init: Init, options: { dtype?: DType; persistent?: boolean } = {}) =>
  new Buffer(shape, init, options.dtype, options.persistent)

/** Modules kept in a plain Python list: PyTorch does not register them. */
export class Unregistered<M> {
  constructor(readonly modules: M) {}
}
export const unregistered = <M>(modules: M) => new Unregistered(modules)

const INFO: unique symbol = Symbol('module')

/** Whatever can be registered as a module: something callable, or a list. */
export interface AnyModule {
  readonly [INFO]: ModuleInfo
}

/** A module, called on its input. */
export interface Module<X = never, Y = Value> extends AnyModule {
  (x: X): Y
}
export type ModuleList<M extends AnyModule = AnyModule> = readonly M[] & AnyModule

/** What a module may register. */
export type TreeEntry = AnyModule | Param | Buffer | Unregistered<unknown> | null
export type Tree = { readonly [name: string]: TreeEntry }

/** The tree as `forward` sees it: parameters and buffers are tensors. */
export type View<T> = {
  readonly [K in keyof T]: T[K] extends Unregistered<infer M>
    ? M
    : T[K] extends AnyModule | null
      ? T[K]
      : Extract<T[K], Param | Buffer> extends never
        ? T[K]
        : Tensor | Exclude<T[K], Param | Buffer>
}

/** One tensor, several values as a list, or whatever is given. */
export type Reads = 'tensor' | 'list' | 'anything'

/**
 * How a block takes part in the text of an open-vocabulary model, [n, classes, width], which comes beside the image: it reads the text
 * as it was given, or as the rows before left it, or leaves another one. Such a block is called with [its input, the text].
 */
export type TextUse = 'given' | 'current' | 'refined'

/** What all kinds of modules have in common. */
export interface Definition {
  readonly kind: 'layer' | 'block' | 'container'
  readonly name: string
  /** Dotted path as Python prints it. */
  readonly type: string
  readonly library: string
  /** What it can be called with; default: one tensor. */
  readonly reads?: Reads
  readonly text?: TextUse
  forward(m: object, x: Value, f: Frame, args: object): Value
  /** The Python call, where it is not `module(input)`. */
  pythonCall?: ((module: string, input: string) => string) | undefined
  /** The tree `model.fuse()` leaves of it. */
  fuse?(tree: Tree, args: object, how: FuseOptions): Tree
}

/** How a library fuses. */
export interface FuseOptions {
  /** Whether the merged convolutions lose their gradients. */
  readonly freezes: boolean
}

/** Identity, arguments and children of a module. */
export class ModuleInfo {
  /** Registered children in order, each with the name it is registered under. */
  readonly children: readonly (readonly [string, AnyModule])[]
  /** Own parameters in order, then own buffers. */
  readonly tensors: readonly (readonly [string, Param | Buffer])[]
  private readonly isPlain: boolean
  private names: Map<AnyModule, string> | undefined
  private cached: { readonly by: object | undefined; readonly own: Record<string, unknown> } | undefined

  constructor(
    readonly definition: Definition,
    readonly args: object,
    readonly tree: Tree,
    readonly entries: readonly (readonly [string, TreeEntry])[],
    /** Whether it is an attribute of a Python class, which all its objects share. */
    readonly isOfClass = false,
  ) {
    const children: (readonly [string, AnyModule])[] = []
    const params: (readonly [string, Param])[] = []
    const buffers: (readonly [string, Buffer])[] = []
    let isPlain = definition.kind !== 'layer'
    for (const [name, entry] of entries) {
      if (entry instanceof Param) params.push([name, entry])
      else if (entry instanceof Buffer) buffers.push([name, entry])
      else if (entry instanceof Unregistered) isPlain = false
      else if (entry !== null) children.push([name, entry])
    }
    this.children = children
    this.tensors = [...params, ...buffers]
    this.isPlain = isPlain && this.tensors.length === 0
  }

  /** Attribute path under which this module knows a descendant: `m.0`, `cv1`. */
  nameOf(module: AnyModule): string {
    this.names ??= new Map(descendants(this))
    return this.names.get(module) ?? moduleOf(module).definition.name
  }

  /** What `forward` is given: children, and tensors of the trace in place of parameters and buffers. */
  view(trace: Trace): object {
    if (this.isPlain) return this.tree
    const own = { ...this.template(trace.overrides) }
    for (const [name, tensor] of this.tensors) own[name] = trace.parameter(tensor)
    return own
  }

  /** What is the same in every trace: a layer's arguments as the target's `initialize_weights` leaves them, and the children. */
  private template(overrides: LayerOverrides): Record<string, unknown> {
    const changed = overrides[this.definition.name]
    if (this.cached?.by !== changed || this.cached === undefined) {
      const own: Record<string, unknown> = this.definition.kind === 'layer' ? { ...this.args, ...changed } : {}
      for (const [name, entry] of this.entries) own[name] = entry instanceof Unregistered ? entry.modules : entry
      this.cached = { by: changed, own }
    }
    return this.cached.own
  }
}

/** Every descendant with its path; nearer registrations come last, so that they win. */
function* descendants(info: ModuleInfo): Iterable<[AnyModule, string]> {
  for (const [name, child] of info.children) {
    for (const [module, path] of descendants(moduleOf(child))) yield [module, `${name}.${path}`]
  }
  for (const [name, child] of info.children) yield [child, name]
}

export function isModule(x: unknown): x is AnyModule {
  return (typeof x === 'function' || Array.isArray(x)) && INFO in x
}

export function moduleOf(module: AnyModule): ModuleInfo {
  return module[INFO]
}

/** A callable module of a definition. Throws on integer-like names: JavaScript would reorder them. */
export function makeModule<X, Y>(definition: Definition, args: object, tree: Tree): Module<X, Y> {
  const entries = Object.entries(tree)
  const numeric = entries.find(([name]) => /^\d+$/.test(name))
  if (numeric !== undefined) throw new Error(`expected a name that is no integer, got "${numeric[0]}" in ${definition.name}`)
  return moduleFrom(new ModuleInfo(definition, args, tree, entries))
}

function moduleFrom<X, Y>(info: ModuleInfo): Module<X, Y> {
  const module = ((x: Value) => traceOf(x).call(module as AnyModule, x)) as unknown as Module<X, Y>
  ;(module as { [INFO]: ModuleInfo })[INFO] = info
  return module
}

const container = (name: string, forward: Definition['forward']): Definition => ({
  kind: 'container',
  name,
  type: `torch.nn.modules.container.${name}`,
  library: 'torch',
  reads: 'anything',
  forward,
})

const listDefinition = container('ModuleList', () => {
  throw new Error('expected a module that can be called, got a ModuleList')
})

const sequentialDefinition = container('Sequential', (m, x) => {
  let value = x
  for (const step of Object.values(m) as Module<Value>[]) value = step(value)
  return value
})

const numbered = <M>(modules: readonly M[]) => modules.map((m, i) => [String(i), m as TreeEntry] as const)

/** torch.nn.ModuleList: children named '0', '1', … https://pytorch.org/docs/stable/generated/torch.nn.ModuleList.html */
export function moduleList<M extends AnyModule>(modules: readonly M[]): ModuleList<M> {
  const entries = numbered(modules)
  const list = [...modules] as unknown as M[] & { [INFO]: ModuleInfo }
  list[INFO] = new ModuleInfo(listDefinition, {}, Object.fromEntries(entries), entries)
  return list
}

/**
 * torch.nn.Sequential: runs its children in order; a list numbers them, an object names them.
 * https://pytorch.org/docs/stable/generated/torch.nn.Sequential.html
 */
export function sequential<X = Tensor, Y = Tensor>(modules: readonly AnyModule[] | { readonly [name: string]: AnyModule }): Module<X, Y> {
  const entries = Array.isArray(modules) ? numbered(modules as readonly AnyModule[]) : Object.entries(modules as Tree)
  return moduleFrom<X, Y>(new ModuleInfo(sequentialDefinition, {}, Object.fromEntries(entries), entries))
}

/** The module as an attribute of a Python class: one object that every block using it registers, in all rows. */
export function ofClass<M extends AnyModule>(module: M): M {
  const { definition, args, tree, entries } = moduleOf(module)
  return moduleFrom(new ModuleInfo(definition, args, tree, entries, true)) as AnyModule as M
}

/** The same kind of container around other children. */
export function rebuild(module: AnyModule, entries: readonly (readonly [string, TreeEntry])[]): AnyModule {
  const info = moduleOf(module)
  if (info.definition === listDefinition) return moduleList(entries.map(([, m]) => m as AnyModule))
  return moduleFrom(new ModuleInfo(info.definition, info.args, Object.fromEntries(entries), entries))
}
