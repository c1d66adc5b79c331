/**
 * Takes back what an exporter folded, or fusing the model. The file holds a convolution with a bias where the model has one followed by a batch normalisation. The
 * normalisation that adds this bias and does nothing else makes the same network of the model: mean 0, variance 1, gamma = sqrt(1 + eps).
 */
import { type WeightTensor, filledTensor } from '../weights/weight-tensor'
import type { FoldedPair } from './folded-pairs'

/** A tensor as far as its place among others depends on it. */
export interface Sized {
  readonly shape: readonly number[]
}

/** A network's tensors under the names of a model that has nothing folded. */
export interface Unfolded<T extends Sized> {
  readonly tensors: ReadonlyMap<string, T>
  /** Tensors of normalisations that stand for a folded bias. */
  readonly folded: ReadonlySet<string>
  /** Convolutions that are not taken, since what was behind them is nowhere in the file. */
  readonly incomplete: ReadonlySet<string>
}

/** `make` gives the tensor of this name with a value in every place, or with the values of `like`. */
type Make<T> = (name: string, channels: number, values: number | T) => T

/**
 * Names the normalisations' tensors of a network, or of a fused state_dict, in which they were folded. Pairs that the file holds unfolded are left as they
 * are. `isNetwork`: a convolution without a normalisation has lost it; in a state_dict it has had none.
 */
export function unfold<T extends Sized>(
  tensors: ReadonlyMap<string, T>,
  pairs: readonly FoldedPair[],
  make: Make<T>,
  isNetwork: boolean,
): Unfolded<T> {
  const result = new Map(tensors)
  const folded = new Set<string>()
  const incomplete = new Set<string>()
  for (const { weight, weightShape, ownBias, bias, norm, eps, channels } of pairs) {
    // What is behind a convolution that is not carried belongs to another one.
    if (tensors.get(weight)?.shape.join() !== weightShape.join() || Object.values(norm).some((name) => tensors.has(name))) continue
    const held = tensors.get(bias)
    if (held === undefined || held.shape.length !== 1 || held.shape[0] !== channels) {
      if (!isNetwork) continue
      incomplete.add(weight)
      result.delete(weight)
      continue
    }
    // A convolution with a bias of its own goes on adding it.
    if (ownBias === null) result.delete(bias)
    result.set(norm.weight, make(norm.weight, channels, Math.sqrt(1 + eps)))
    result.set(norm.bias, make(norm.bias, channels, ownBias === null ? held : 0))
    result.set(norm.mean, make(norm.mean, channels, 0))
    result.set(norm.variance, make(norm.variance, channels, 1))
    for (const name of Object.values(norm)) folded.add(name)
  }
  return { tensors: result, folded, incomplete }
}

/** The tensor of a normalisation, with values. */
export const weightOf: Make<WeightTensor> = (name, channels, values) =>
  typeof values === 'number' ? filledTensor(name, channels, values) : { ...values, name }
