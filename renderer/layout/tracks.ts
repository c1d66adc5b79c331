/** Tracks of a channel: intervals that would lie on each other get tracks of their own, short ones nearest to the cards. */

export interface Interval {
  readonly start: number
  readonly end: number
}

/** One track number for each interval, counted from the cards, and how many there are. */
export function assignTracks(intervals: readonly Interval[]): { readonly tracks: readonly number[]; readonly count: number } {
  const order = intervals.map((_, i) => i).sort((a, b) => length(intervals[a]!) - length(intervals[b]!) || a - b)
  const taken: Interval[][] = []
  const tracks: number[] = Array.from({ length: intervals.length }, () => 0)
  for (const i of order) {
    const interval = intervals[i]!
    let track = taken.findIndex((others) => others.every((other) => other.end < interval.start || interval.end < other.start))
    if (track < 0) track = taken.push([]) - 1
    taken[track]!.push(interval)
    tracks[i] = track
  }
  return { tracks, count: taken.length }
}

const length = ({ start, end }: Interval) => end - start
