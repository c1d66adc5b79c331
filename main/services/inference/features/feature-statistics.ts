/** Numbers of a tensor that is looked at as channels of maps: statistics, a histogram, channels that say nothing. */

/** Channels of maps, one after the other. */
export interface Channels {
  readonly values: Float32Array
  readonly channels: number
  readonly height: number
  readonly width: number
}

/** How a tensor is looked at: what stands before its last two axes are channels; where there are no maps, each channel is a row, or one number. */
export function channelsOf(shape: readonly number[], map: readonly [number, number] | null = null): Omit<Channels, 'values'> {
  const product = (sizes: readonly number[]) => sizes.reduce((n, d) => n * d, 1)
  if (map !== null) return { channels: product(shape.slice(0, -1)), height: map[0], width: map[1] }
  if (shape.length >= 4) return { channels: product(shape.slice(0, -2)), height: shape.at(-2)!, width: shape.at(-1)! }
  if (shape.length === 3) return { channels: shape[0]! * shape[1]!, height: 1, width: shape[2]! }
  return { channels: product(shape), height: 1, width: 1 }
}

export interface Statistics {
  /** Of finite values; null where there are none. */
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  readonly deviation: number | null
  readonly zeros: number
  /** Values that are not finite. */
  readonly unusual: number
  readonly count: number
}

export interface ChannelNumbers {
  readonly min: number[]
  readonly max: number[]
  readonly mean: number[]
  readonly variance: number[]
}

/** Numbers of each channel, of finite values; 0 where it has none. */
export function channelNumbers({ values, channels, height, width }: Channels): ChannelNumbers {
  const all: ChannelNumbers = { min: [], max: [], mean: [], variance: [] }
  const size = height * width
  for (let c = 0; c < channels; c++) {
    let [min, max, sum, squares, count] = [Infinity, -Infinity, 0, 0, 0]
    for (let i = c * size; i < (c + 1) * size; i++) {
      const value = values[i]!
      if (!Number.isFinite(value)) continue
      if (value < min) min = value
      if (value > max) max = value
      sum += value
      count++
    }
    const mean = count === 0 ? 0 : sum / count
    // In a second pass: differences of large squares would leave nothing of a small variance.
    for (let i = c * size; i < (c + 1) * size; i++) {
      const value = values[i]!
      if (Number.isFinite(value)) squares += (value - mean) ** 2
    }
    all.min.push(count === 0 ? 0 : min)
    all.max.push(count === 0 ? 0 : max)
    all.mean.push(mean)
    all.variance.push(count === 0 ? 0 : squares / count)
  }
  return all
}

/** Numbers of all values. */
export function statisticsOf(values: Float32Array): Statistics {
  let [min, max, sum, zeros, finite] = [Infinity, -Infinity, 0, 0, 0]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (value < min) min = value
    if (value > max) max = value
    if (value === 0) zeros++
    sum += value
    finite++
  }
  const unusual = values.length - finite
  if (finite === 0) return { min: null, max: null, mean: null, deviation: null, zeros, unusual, count: values.length }
  const mean = sum / finite
  let squares = 0
  for (const value of values) if (Number.isFinite(value)) squares += (value - mean) ** 2
  return { min, max, mean, deviation: Math.sqrt(squares / finite), zeros, unusual, count: values.length }
}

/** Counts of finite values in equal parts of [min, max]; the last part has its upper end. */
export function histogramOf(values: Float32Array, { min, max }: Pick<Statistics, 'min' | 'max'>, parts = 64): number[] {
  const counts = new Array<number>(parts).fill(0)
  if (min === null || max === null) return counts
  const scale = max > min ? parts / (max - min) : 0
  for (const value of values) if (Number.isFinite(value)) counts[Math.min(parts - 1, Math.floor((value - min) * scale))]!++
  return counts
}

/** A channel all of whose values are this near to each other, or to 0 where it is one number, in parts of the largest magnitude, is dead. */
const nearlyNothing = 1e-6

/** A place within this part of the range of a bound lies at it, and a channel is saturated with this share of its places at one. */
const [atBound, mostPlaces] = [0.01, 0.95]

export interface Silent {
  /** Channels that say nothing: they have one value everywhere. */
  readonly dead: number[]
  /** Channels that lie at a bound nearly everywhere. */
  readonly saturated: number[]
}

/**
 * Channels worth a second look. `bounds` are those the values cannot leave, as 0 and 1 of a sigmoid; where none are known, the tensor's own least and
 * largest value stand in, unless a channel is one number.
 */
export function silentChannels(all: Channels, numbers: ChannelNumbers, bounds: readonly [number, number] | null): Silent {
  const { values, channels, height, width } = all
  const size = height * width
  const [least, largest] = [Math.min(...ends(numbers.min)), Math.max(...ends(numbers.max))]
  const nothing = nearlyNothing * Math.max(Math.abs(least), Math.abs(largest))
  const isDead = (c: number) =>
    size === 1 ? Math.abs(numbers.max[c]!) <= nothing : numbers.max[c]! - numbers.min[c]! <= Math.max(nothing, Number.MIN_VALUE)
  const [low, high] = bounds ?? [least, largest]
  const near = atBound * (high - low)
  const isSaturated = (c: number) => {
    if (size === 1 && bounds === null) return false
    let [below, above] = [0, 0]
    for (let i = c * size; i < (c + 1) * size; i++) {
      if (values[i]! <= low + near) below++
      else if (values[i]! >= high - near) above++
    }
    return Math.max(below, above) >= mostPlaces * size
  }
  const silent: Silent = { dead: [], saturated: [] }
  for (let c = 0; c < channels; c++) {
    if (isDead(c)) silent.dead.push(c)
    else if (isSaturated(c)) silent.saturated.push(c)
  }
  return silent
}

/** The two ends of many numbers, which are too many to be arguments. */
const ends = (all: readonly number[]): [number, number] => [
  all.reduce((a, b) => Math.min(a, b), Infinity),
  all.reduce((a, b) => Math.max(a, b), -Infinity),
]
