import { type ArgRoles, type ArgValue, type Resolved, bindArgs } from './args'
import { type Definition, type Module, type Reads, type Tree, type View, isModule, makeModule } from './module'
import type { RowContext } from './row'
import type { Tensor, Value } from './tensor'
import type { Frame } from './trace'

export type ThopVersion = '0.1.1' | '2.0.18' | '2.1.6'

/** What thop adds for one call of a layer, in its multiply-accumulates: shapes on hints. */
export type ThopRule<A = never> = (args: A, input: readonly number[], output: readonly number[]) => number

/** A torch.nn layer: what state_dict, thop and module counting see as one. */
export interface LayerSpec<A extends ArgRoles, T extends Tree, X extends Value, Y extends Value> {
  /** Python module inside torch.nn.modules, as printed: `conv`. */
  readonly file: string
  readonly args: A
  /** Takes any further arguments and ignores them. */
  readonly ignoresRest?: boolean
  /** Parameters and buffers under torch's names, and children of the few layers that have them; null registers nothing. */
  tensors?(a: Resolved<A>): T
  /** What `forward` takes; default: one tensor. */
  readonly reads?: Reads
  /** `self` holds the arguments, and under the same names the tensors, as in torch. */
  forward(self: Omit<Resolved<A>, keyof T> & View<T>, x: X, f: Frame): Y
  /** The Python call, where it is not `module(input)` or gives more than forward here does. */
  pythonCall?(module: string, input: string): string
  /** Constructor arguments of a row, where the libraries do not pass the cells on as they are. */
  row?(cells: readonly ArgValue[], r: RowContext): readonly ArgValue[]
  /** Channels noted for later rows, where the parse rule knows the layer; default: those of the source. */
  declared?(a: Resolved<A>, r: RowContext): number
  /** One rule for all thop versions, or one each; a version without a rule counts 0. */
  readonly thop?: ThopRule<Resolved<A>> | { readonly [V in ThopVersion]?: ThopRule<Resolved<A>> }
}

export interface LayerDefinition extends Definition {
  readonly kind: 'layer'
  readonly args: ArgRoles
  /** Arguments as a Python call binds them; throws ShapeError `arg.*`. */
  bind(positional: readonly ArgValue[]): object
  row(cells: readonly ArgValue[], r: RowContext): readonly ArgValue[]
  /** Channels noted for later rows: the parse rule takes most layers to keep those of their source. */
  declared(args: object, r: RowContext): number | readonly number[]
  thopRule(version: ThopVersion): ThopRule<object> | undefined
  construct(positional: readonly ArgValue[], keywords?: { readonly [name: string]: ArgValue }): Module
}

/** Makes a layer: torch's arguments in torch's order, the rest by name in a last object. */
export interface LayerConstructor<X = Tensor, Y = Tensor> {
  (...args: readonly unknown[]): Module<X, Y>
  readonly definition: LayerDefinition
}

/** Defines a torch.nn layer. */
export function defineLayer<A extends ArgRoles, T extends Tree = Record<never, never>, X extends Value = Tensor, Y extends Value = Tensor>(
  name: string,
  spec: LayerSpec<A, T, X, Y>,
): LayerConstructor<X, Y> {
  const owner = `nn.${name}`
  const bind = (positional: readonly ArgValue[], keywords: { readonly [name: string]: ArgValue } = {}) =>
    spec.ignoresRest === true
      ? bindArgs(owner, spec.args, positional.slice(0, Object.keys(spec.args).length))
      : bindArgs(owner, spec.args, positional, keywords)
  const construct = (positional: readonly ArgValue[], keywords: { readonly [name: string]: ArgValue } = {}) => {
    const args = bind(positional, keywords)
    return makeModule<X, Y>(definition, args, spec.tensors?.(args) ?? {})
  }
  const definition: LayerDefinition = {
    kind: 'layer',
    name,
    type: `torch.nn.modules.${spec.file}.${name}`,
    library: 'torch',
    reads: spec.reads,
    args: spec.args,
    bind,
    row: (cells, r) => spec.row?.(cells, r) ?? cells,
    declared: (args, r) => spec.declared?.(args as Resolved<A>, r) ?? r.channels[0]!,
    pythonCall: spec.pythonCall === undefined ? undefined : (module, input) => spec.pythonCall!(module, input),
    forward: (m, x, f) => spec.forward(m as Omit<Resolved<A>, keyof T> & View<T>, x as X, f),
    thopRule: (version) => (typeof spec.thop === 'function' ? spec.thop : spec.thop?.[version]) as ThopRule<object> | undefined,
    construct: construct as LayerDefinition['construct'],
  }
  return Object.assign((...args: readonly unknown[]) => construct(...splitKeywords(args)), { definition })
}

/** Separates a last plain object, the keyword arguments, from the positional ones. */
export function splitKeywords(args: readonly unknown[]): [ArgValue[], { readonly [name: string]: ArgValue }] {
  const last = args.at(-1)
  const isKeywords = typeof last === 'object' && last !== null && !Array.isArray(last) && !isModule(last)
  return isKeywords ? [args.slice(0, -1) as ArgValue[], last as { readonly [name: string]: ArgValue }] : [args as ArgValue[], {}]
}
