import { type ArgRoles, type ArgValue, type Resolved, bindArgs } from './args'
import { type Target, inRange } from './conventions'
import { splitKeywords } from './define-layer'
import type { Env } from './env'
import type { Init } from './init'
import {
  type Buffer,
  type Definition,
  type FuseOptions,
  type Module,
  type Param,
  type Reads,
  type TextUse,
  type Tree,
  type View,
  makeModule,
} from './module'
import { type RowContext, argumentsOfRow } from './row'
import { ShapeError } from './shape-error'
import type { Tensor, Value } from './tensor'
import type { Frame } from './trace'

/** What people read about a block. */
export interface About {
  readonly category: string
  readonly summary: string
  /** Paper or source page. */
  readonly source?: string
  /** The paper's title. */
  readonly paper?: string
  /** Other names files use for it. */
  readonly aliases?: readonly string[]
  /** When it helps, and when it hurts. */
  readonly advice?: string
  /** What it adds, in the channels c and the places n = h·w of its map. */
  readonly cost?: string
  /** What it asks of channels and sizes; absent where it asks nothing. */
  readonly demands?: string
  /** Whether one graph serves every image size. */
  readonly sizeFree?: boolean
  /** The same in Chinese, with the name people search for. */
  readonly zh?: ChineseAbout
  /** Set where this is another published form of a block, which then stands for both in the palette. */
  readonly form?: Form
}

/** What people read about a block in Chinese. */
export interface ChineseAbout {
  readonly name: string
  readonly summary: string
  readonly advice?: string
  readonly cost?: string
  readonly demands?: string
}

/** What makes a block another form of one that has its own file. */
export interface Form {
  /** Name of the block in the form its paper describes. */
  readonly of: string
  /** How this one differs. */
  readonly differs: string
  /** Set where it is broken as published: what is wrong, and which block to write instead. */
  readonly broken?: { readonly why: string; readonly instead: string }
  /** Both in Chinese. */
  readonly zh?: { readonly differs: string; readonly broken?: string }
}

/** What makes a block the head of a model. */
export interface HeadTraits {
  readonly task: string
  /** `traced`: those of its inputs, found by a 256 px trace; `deepest`: that of the smallest map in it; a number: fixed by the library. */
  readonly strides: 'traced' | 'deepest' | number
  /** Side of the image the library looks at, where it is not 640. */
  readonly imgsz?: number
  /** Whether the library leaves the layers of such a model as they were built: its `initialize_weights` is not called. */
  readonly keepsLayers?: boolean
  /** What a model that compares with words does without: the embeddings its constructor makes, until it is told its classes. */
  readonly words?: Init
  /** What its first output at inference holds; absent where that is neither boxes nor classes. */
  predictions?(args: object): HeadPredictions | ImageScores
  /** Whether it gives the best boxes alone, so that nothing is suppressed behind it. */
  isEndToEnd?(args: object): boolean
  /** What the library's export makes of all it returns at inference, where that is not the first output. */
  exported?(result: Value, f: Frame): Value
}

/** Boxes with their scores, as a head gives them and as the library prepares images for it. */
export interface HeadPredictions {
  /**
   * `places`: [n, 4 + classes, places]; `queries`: [n, places, 4 + classes]; `anchors`: [n, places, 5 + classes], where the fifth number is how
   * sure it is that something is there, whatever it is; `best`: [n, places, 6], each row a box, its score and its class. What more is said of a
   * place follows these numbers.
   */
  readonly layout: 'places' | 'queries' | 'anchors' | 'best'
  /** Centre and size, or two corners. */
  readonly box: 'xywh' | 'xyxy'
  /** Whether boxes are in pixels of the network's image or in parts of it. */
  readonly unit: 'pixels' | 'parts'
  /** Whether several boxes may mean one object, so that all but the best must be suppressed. */
  readonly isCrowded: boolean
  /** Whether an image keeps its proportions, with grey beside it, or is stretched. */
  readonly fit: 'pad' | 'stretch'
  readonly classes: number
  readonly extra?: PlaceExtra
}

/**
 * What a head says of a place besides box and classes. `masks`: how the prototypes in its second output are mixed. `points`: keypoints of two
 * numbers each, or of three with how visible they are. `angle`: by which the box is turned, in radians.
 */
export type PlaceExtra =
  | { readonly kind: 'masks'; readonly count: number; readonly cut: MaskCut }
  | { readonly kind: 'points'; readonly count: number; readonly width: 2 | 3 }
  | { readonly kind: 'angle' }

/**
 * How a library makes a mask of a mixture of prototypes. `pixels`: enlarged, cut at the box, what is above 0. `cells`: cut at the box before it is
 * enlarged. `shares`: likewise, of a sigmoid, what is above ½.
 */
export type MaskCut = 'pixels' | 'cells' | 'shares'

/** How sure a head is of each class of the whole image, [n, classes]; the library resizes the shorter side and keeps the middle. */
export interface ImageScores {
  readonly layout: 'image'
  readonly fit: 'crop'
  readonly classes: number
}

/** A composed module: what `class X(nn.Module)` says, on symbolic tensors. */
export interface BlockSpec<A extends ArgRoles, T extends Tree, X extends Value, Y extends Value> {
  /** Identity is (library, name). */
  readonly library: string
  /** Dotted path of the Python module it is printed under, without the library's root: `block`. */
  readonly file?: string
  readonly about?: About
  /** The first version of the library that has it, such as '7'; default: all have it. */
  readonly since?: string
  /** Constructor signature, in Python's order. */
  readonly args: A
  /** What a row writes before the constructor's arguments for the parse rule alone, such as channels it cannot know. */
  readonly stated?: ArgRoles
  /** Constructor arguments of a row, only where the roles do not say it. */
  row?(cells: readonly ArgValue[], r: RowContext): readonly ArgValue[]
  /** Channels the parse rule notes for later rows; default: the `channels` argument, else those of the source. */
  declared?(a: Resolved<A>, r: RowContext): number | readonly number[]
  /** Children and parameters; keys are state_dict names in order. */
  build(a: Resolved<A>, env: Env): T
  /** What `forward` takes; default: one tensor. */
  readonly reads?: Reads
  /** Whether it takes part in the text of an open-vocabulary model. */
  readonly text?: TextUse
  /** The mathematics. */
  forward(m: View<T>, x: X, f: Frame, a: Resolved<A>): Y
  /** The children `model.fuse()` leaves. */
  fuse?(m: T, a: Resolved<A>, how: FuseOptions): Tree
  /** Starting values that the library sets after construction. */
  initialise?(m: T, a: Resolved<A>, strides: readonly number[]): Iterable<readonly [Param | Buffer, Init]>
  readonly head?: HeadTraits
  /** True where its presence turns Detect's class branch to the depthwise form for all later rows. */
  readonly endsLegacy?: boolean
  /** Other forms by version range of the library, as data. */
  readonly versions?: { readonly [range: string]: Variant }
}

/** What a version of a block has that differs from its base form. */
export interface Variant {
  readonly overlay: object
}

/** A block as one version of its library has it. */
export interface BlockDefinition extends Definition {
  readonly kind: 'block'
  readonly args: ArgRoles
  /** What a row writes before them, for the parse rule alone. */
  readonly stated: ArgRoles
  /** Arguments as a Python call binds them; throws ShapeError `arg.*`. */
  bind(positional: readonly ArgValue[]): object
  readonly about: About | undefined
  readonly head: HeadTraits | undefined
  readonly endsLegacy: boolean
  /** Constructor arguments of a row. */
  row(cells: readonly ArgValue[], r: RowContext): readonly ArgValue[]
  /** Channels noted for later rows. */
  declared(args: object, r: RowContext): number | readonly number[]
  initialise(tree: Tree, args: object, strides: readonly number[]): Iterable<readonly [Param | Buffer, Init]>
  construct(env: Env, positional: readonly ArgValue[], keywords?: { readonly [name: string]: ArgValue }): Module
}

/** Builds the block in the version of the model's target: Python's arguments in order, the rest by name in a last object. */
export interface BlockConstructor<X = Tensor, Y = Tensor> {
  (env: Env, ...args: readonly unknown[]): Module<X, Y>
  readonly blockName: string
  readonly library: string
  readonly aliases: readonly string[]
  /** What it was defined by, for `republish`. */
  readonly spec: object
  /** Whether the version of the library that a target is of has it. */
  isIn(target: Target): boolean
  forTarget(target: Target): BlockDefinition
}

type AnySpec = BlockSpec<ArgRoles, Tree, Value, Value>

/** Types a variant: any part of a block's specification, consistent in itself. */
export function variant<A extends ArgRoles = ArgRoles, T extends Tree = Tree, X extends Value = Tensor, Y extends Value = Value>(
  overlay: Partial<BlockSpec<A, T, X, Y>>,
): Variant {
  return { overlay }
}

/** Defines a block once for all its readings. */
export function defineBlock<A extends ArgRoles, T extends Tree, X extends Value = Tensor, Y extends Value = Tensor>(
  name: string,
  spec: BlockSpec<A, T, X, Y>,
): BlockConstructor<X, Y> {
  const base = spec as unknown as AnySpec
  const byTarget = new Map<string, BlockDefinition>()
  const forTarget = (target: Target) => {
    const known = byTarget.get(target.id)
    if (known !== undefined) return known
    const definition = define(name, versionOf(base, target))
    byTarget.set(target.id, definition)
    return definition
  }
  const isIn = ({ base: library, version }: Target) =>
    spec.since === undefined || library !== spec.library || inRange(version, `>=${spec.since}`)
  const call = (env: Env, ...args: readonly unknown[]) =>
    forTarget(env.target).construct(env, ...splitKeywords(args)) as unknown as Module<X, Y>
  return Object.assign(call, { blockName: name, library: spec.library, aliases: spec.about?.aliases ?? [], spec, isIn, forTarget })
}

function versionOf(spec: AnySpec, target: Target): AnySpec {
  if (target.base !== spec.library) return spec
  const overlays = Object.entries(spec.versions ?? {}).filter(([range]) => inRange(target.version, range))
  return overlays.reduce((s, [, v]) => ({ ...s, ...v.overlay }), spec)
}

/** Roots under which Python prints the classes of a library. */
const roots: { readonly [library: string]: string } = {
  ultralytics: 'ultralytics.nn.modules.',
  yolov5: 'models.',
  yolov7: 'models.',
  yolov9: 'models.',
}

function define(name: string, spec: AnySpec): BlockDefinition {
  const prefix = spec.library in roots ? `${roots[spec.library]}${spec.file}` : spec.library
  const definition: BlockDefinition = {
    kind: 'block',
    name,
    type: `${prefix}.${name}`,
    library: spec.library,
    args: spec.args,
    stated: spec.stated ?? {},
    bind: (positional) => bindArgs(name, spec.args, positional),
    about: spec.about,
    head: spec.head,
    endsLegacy: spec.endsLegacy ?? false,
    reads: spec.reads,
    text: spec.text,
    forward: (m, x, f, a) => spec.forward(m as View<Tree>, x, f, a as Resolved<ArgRoles>),
    fuse: spec.fuse === undefined ? undefined : (tree, a, how) => spec.fuse!(tree, a as Resolved<ArgRoles>, how),
    row: (cells, r) =>
      spec.row === undefined ? argumentsOfRow(spec.args, cells.slice(Object.keys(spec.stated ?? {}).length), r) : spec.row(cells, r),
    declared: (a, r) => declaredChannels(spec, a as Resolved<ArgRoles>, r),
    initialise: (tree, a, strides) => spec.initialise?.(tree, a as Resolved<ArgRoles>, strides) ?? [],
    construct: (env, positional, keywords) => {
      env.onBlock()
      const args = bindArgs(name, spec.args, positional, keywords)
      return makeModule(definition, args, spec.build(args, env))
    },
  }
  return definition
}

function declaredChannels(spec: AnySpec, a: Resolved<ArgRoles>, r: RowContext): number | readonly number[] {
  if (spec.declared !== undefined) return spec.declared(a, r)
  const stated = Object.values(spec.stated ?? {}).findIndex((role) => role.kind === 'channels')
  if (stated >= 0) return statedChannels(r, stated)
  const own = Object.entries(spec.args).find(([, role]) => role.kind === 'channels')
  return own === undefined ? r.channels[0]! : (a[own[0]] as number)
}

function statedChannels(r: RowContext, at: number): number {
  const c = r.cells[at]
  if (typeof c !== 'number') throw new ShapeError('arg.missing', `${r.block} needs its output channels as the first argument of the row`)
  return c
}
