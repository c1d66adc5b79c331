/** Sizes of the picture, in canvas units. */
export const card = { width: 104, height: 62 } as const
export const headWidth = 112
/** Between two columns: room for the upright parts of links. */
export const columnGap = 20
/** Between the last column of a sweep and the first of the next, besides `columnGap`. */
export const sweepGap = 12
/** Left of the first column, where the lane's name stands. */
export const laneLabel = 54
export const lanePadding = { top: 14, bottom: 14 } as const
export const laneGap = 12
/** Room that all tracks of one lane's channel take at most before they move closer together. */
export const channelHeight = 120
export const trackPitch = 8
