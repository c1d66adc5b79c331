/** Sizes of the picture, in canvas units. */
export const card = { width: 104, height: 62 } as const
export const headWidth = 112
/** Between two columns where no link turns; links that do take `gapPitch` each. */
export const columnGap = 16
export const gapPitch = 8
/** Room that all upright parts in one gap take at most before they move closer together. */
export const widestGap = 160
/** Between the last column of a sweep and the first of the next, besides the gap. */
export const sweepGap = 12
/** Left of everything else, where the lane's name stands. */
export const laneLabel = 54
export const lanePadding = { top: 14, bottom: 14 } as const
export const laneGap = 12
/** Room that all tracks of one channel take at most before they move closer together. */
export const channelHeight = 120
export const trackPitch = 8
/** A picture wider than this many times its height is folded, once it has more columns than `unfoldedColumns`. */
export const widestAspect = 2.4
export const unfoldedColumns = 26
