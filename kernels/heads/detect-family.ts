/** What all heads of Detect's family share: branches over several levels, and how they answer. */
import {
  type AnyModule,
  type ArgValue,
  type Env,
  type Frame,
  type HeadPredictions,
  type Module,
  type PlaceExtra,
  type RowContext,
  ShapeError,
  type Tensor,
  type Tree,
  type Value,
  deepCopy,
  unregistered,
} from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { bestBoxes } from './best-boxes'
import { type Levels, boxBranch, classBranch } from './detect-branches'
import { DFL } from './dfl'

/** The channels of all rows the head reads, as its last argument. */
export const levelChannels = (r: RowContext) => r.channels as ArgValue

/** Constructor arguments of a row of the family: what it says, then what the file says of boxes, then the channels. */
export const familyRow = (cells: readonly ArgValue[], r: RowContext): ArgValue[] => [...cells, r.regMax, r.end2end, levelChannels(r)]

/** The same in 8.3, where boxes were always read the same way. */
export const olderRow = (cells: readonly ArgValue[], r: RowContext): ArgValue[] => [...cells, levelChannels(r)]

export interface FamilyArgs {
  readonly nc: number
  readonly reg_max: number
  readonly end2end: boolean
  readonly ch: readonly number[]
}

/** The children every head of the family begins with; `cls` are the branches of its classes. */
export function familyBranches(env: Env, { nc, reg_max, end2end, ch }: FamilyArgs, cls?: Levels) {
  if (ch.length === 0) throw new ShapeError('shape.input', 'a head needs at least one level')
  const [cv2, cv3] = [boxBranch(env, ch, reg_max), cls ?? classBranch(env, ch, nc)]
  return {
    cv2: cv2 as Levels | null,
    cv3: cv3 as Levels | null,
    dfl: (reg_max > 1 ? DFL(env, reg_max) : nn.Identity()) as Module<Tensor, Tensor>,
    ...trainedForBest({ cv2, cv3 }, end2end),
    maxDet: unregistered(env.maxDet),
  }
}

/** Copies of branches for heads that answer with the best boxes alone, registered under `one2one_…`. */
export function trainedForBest<T extends { readonly [name: string]: AnyModule }>(branches: T, end2end: boolean) {
  const entries = Object.entries(branches).map(([name, branch]) => [`one2one_${name}`, end2end ? deepCopy(branch) : null])
  return Object.fromEntries(entries) as { readonly [K in keyof T & string as `one2one_${K}`]: T[K] | null }
}

/** Once fused, a head that needs no NMS keeps only the branches it answers with. */
export function withoutMany<T extends Tree>(tree: T, { end2end }: { readonly end2end: boolean }, names: readonly (keyof T)[]): T {
  return end2end ? { ...tree, ...Object.fromEntries(names.map((name) => [name, null])) } : tree
}

export function requireMaps(maps: readonly Tensor[], ch: { readonly length: number }): void {
  if (maps.length < ch.length) throw new ShapeError('shape.input', `the head reads a list of ${ch.length} maps`)
}

/** What a branch says at all places of all levels, one after the other, [b, c, a]. */
export const sayAll = (branch: Levels, maps: readonly Tensor[], f: Frame): Tensor =>
  f.concat(
    branch.map((level, i) => level(maps[i]!).flatten(2)),
    2,
  )

/** What one set of branches says, under the library's names. */
export interface Said {
  readonly [key: string]: Value
  readonly boxes: Tensor
  readonly scores: Tensor
}

/** Boxes and scores of one set of branches; null for branches that are gone. */
export function sayBoxes(box: Levels | null, cls: Levels | null, maps: readonly Tensor[], f: Frame): Said | null {
  return box === null || cls === null ? null : { boxes: sayAll(box, maps, f), scores: sayAll(cls, maps, f), feats: maps }
}

/** The same with what another branch says, under its name. */
export function andSay(said: Said | null, name: string, branch: Levels | null, maps: readonly Tensor[], f: Frame): Said | null {
  return said === null || branch === null ? said : { ...said, [name]: sayAll(branch, maps, f) }
}

export interface Heard {
  /** The branches trained for every place. */
  readonly many: Said | null
  /** The branches trained for the best boxes; null where a head has none. */
  readonly one: Said | null
  /** What is said of all places as boxes, scores and the rest, [b, 4 + nc + …, a]. */
  readonly decode: (said: Said, form: 'xywh' | 'xyxy') => Tensor
  readonly nc: number
  readonly maxDet: number
}

export interface Answer {
  /** What the head found at inference; null in training. */
  readonly found: Tensor | null
  readonly said: { readonly [key: string]: Value }
}

/** All places decoded, or the best boxes where a head is trained for them; beside it what its branches said. */
export function answer({ many, one, decode, nc, maxDet }: Heard, f: Frame): Answer {
  const isRaw = f.mode === 'raw'
  if (one === null) return { found: isRaw ? null : decode(many!, 'xywh'), said: many! }
  const found = isRaw ? null : bestBoxes(decode(one, 'xyxy').transpose(1, 2), nc, maxDet, f)
  return { found, said: { one2many: many ?? {}, one2one: one } }
}

/** What the library returns: training maps, or what was found beside them. */
export const returned = ({ found, said }: Answer): Value => (found === null ? said : [found, said])

interface BoxesArgs {
  readonly nc: number
  readonly end2end?: boolean
}

/** What a head's first output holds: every place, or the best boxes. */
export const boxesForm = ({ nc, end2end = false }: BoxesArgs, extra?: PlaceExtra): HeadPredictions => ({
  ...(end2end ? { layout: 'best', box: 'xyxy', isCrowded: false } : { layout: 'places', box: 'xywh', isCrowded: true }),
  unit: 'pixels',
  fit: 'pad',
  classes: nc,
  ...(extra === undefined ? {} : { extra }),
})

/** Whether a head of the family was built for the best boxes. */
export const isEndToEnd = (args: object): boolean => (args as { readonly end2end?: boolean }).end2end === true

/** The traits of a head of the family that finds upright boxes; `extra` is what more it says of a place. */
export const boxesHead = (task: string, extra?: (args: object) => PlaceExtra) =>
  ({ task, strides: 'traced', isEndToEnd, predictions: (args: object) => boxesForm(args as BoxesArgs, extra?.(args)) }) as const
