/** How high lines and lanes are, from the tracks that run above their cards. A lane holds the lines of one level. */
import { card, channelHeight, laneGap, lanePadding, trackPitch } from './measures'
import type { Lane } from './types'

export interface Line {
  readonly level: number
  readonly cardTop: number
  readonly cardBottom: number
  /** Between two tracks of its channel. */
  readonly pitch: number
}

/** Stacks lines, top first. */
export function stackLines(levels: readonly number[], channels: readonly number[]): { lines: Line[]; lanes: Lane[] } {
  const lines: Line[] = []
  const lanes: Lane[] = []
  let y = 0
  levels.forEach((level, k) => {
    const count = channels[k]!
    const pitch = Math.min(trackPitch, channelHeight / Math.max(1, count))
    const height = count * pitch + lanePadding.top + card.height + lanePadding.bottom
    const known = levels[k - 1] === level ? lanes.pop()! : { level, stride: 2 ** level, y, height: 0, label: `P${level}` }
    lanes.push({ ...known, height: y + height - known.y })
    const cardBottom = y + height - lanePadding.bottom
    lines.push({ level, cardTop: cardBottom - card.height, cardBottom, pitch })
    y += height + (levels[k + 1] === level ? 0 : laneGap)
  })
  return { lines, lanes }
}
