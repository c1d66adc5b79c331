/** Detect's family up to 8.3: 16 bins a side, no branches for the best boxes, and one map a level that holds boxes and scores. */
import { type Env, type Frame, ShapeError, type Tensor, type Value } from '../../graph-core/symbolic'
import { type Levels, boxBranch, classBranch } from './detect-branches'
import { requireMaps } from './detect-family'
import { DFL } from './dfl'

const bins = 16

export function olderBranches(env: Env, { nc, ch }: { readonly nc: number; readonly ch: readonly number[] }, cls?: Levels) {
  if (ch.length === 0) throw new ShapeError('shape.input', 'a head needs at least one level')
  return { cv2: boxBranch(env, ch, bins), cv3: cls ?? classBranch(env, ch, nc), dfl: DFL(env, bins) }
}

/** One map a level: distances of all bins, then scores. */
export function levelMaps({ cv2, cv3 }: { readonly cv2: Levels; readonly cv3: Levels }, maps: readonly Tensor[], f: Frame): Tensor[] {
  requireMaps(maps, cv2)
  return cv2.map((box, i) => f.concat([box(maps[i]!), cv3[i]!(maps[i]!)], 1))
}

/** Distances of all bins, and scores, of all places of all levels. */
export function boxesAndScores(levels: readonly Tensor[], nc: number, f: Frame): [Tensor, Tensor] {
  const flat = f.concat(
    levels.map((map) => map.flatten(2)),
    2,
  )
  return flat.split([4 * bins, nc], 1) as [Tensor, Tensor]
}

/** What these heads return: maps in training; what was found and the maps at inference. What else was said stands beside the maps. */
export function olderAnswer(levels: readonly Tensor[], rest: readonly Value[], found: () => Tensor, f: Frame): Value {
  const said: Value = rest.length === 0 ? levels : [levels, ...rest]
  return f.mode === 'raw' ? said : [found(), said]
}
