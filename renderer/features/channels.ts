/** Which channels of a tensor are shown, and in which order. */
import type { FeatureMap } from '../../main/contract/host'

export const orders = ['index', 'mean', 'variance'] as const
export type Order = (typeof orders)[number]

export const filters = ['all', 'dead', 'saturated'] as const
export type Filter = (typeof filters)[number]

/** Indices of channels; by mean or variance the largest first. */
export function channelsShown(
  map: Pick<FeatureMap, 'channels' | 'mean' | 'variance' | 'dead' | 'saturated'>,
  order: Order,
  filter: Filter,
) {
  const all = filter === 'all' ? Array.from({ length: map.channels }, (_, i) => i) : [...map[filter]]
  if (order === 'index') return all
  const by = map[order]
  return all.sort((a, b) => by[b]! - by[a]! || a - b)
}

/** [left, top, width, height]. */
export type Rectangle = readonly [number, number, number, number]

interface Place {
  readonly fit: 'pad' | 'stretch' | 'crop'
  readonly scaled: readonly [number, number]
  readonly offset: readonly [number, number]
  readonly canvas: readonly [number, number]
}

/** Which part of a map of so many places lies on which part of a picture: what is grey beside the image is left out. */
export function overlay(
  place: Place,
  [mapWidth, mapHeight]: readonly [number, number],
  [width, height]: readonly [number, number],
): { readonly from: Rectangle; readonly to: Rectangle } {
  const { fit, scaled, offset, canvas } = place
  const across = (pixels: number) => (pixels * mapWidth) / canvas[1]
  const down = (pixels: number) => (pixels * mapHeight) / canvas[0]
  if (fit === 'crop') {
    const side = Math.min(width, height)
    const whole: Rectangle = [0, 0, width, height]
    return {
      from: [0, 0, mapWidth, mapHeight],
      to: canvas[0] === canvas[1] ? [(width - side) / 2, (height - side) / 2, side, side] : whole,
    }
  }
  return { from: [across(offset[1]), down(offset[0]), across(scaled[1]), down(scaled[0])], to: [0, 0, width, height] }
}
