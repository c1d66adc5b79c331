import type { YamlValue } from '../document/types'

/** Widths and heights in turn for each level, or how many anchors there are at each place. */
export type Anchors = number | readonly (readonly number[])[]

/** The value of the key `anchors`; undefined where the libraries could not use it. */
export function readAnchors(value: YamlValue): Anchors | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && value > 0 && value < 1e4 ? value : undefined
  if (!Array.isArray(value) || value.length === 0) return undefined
  const isLevel = (level: YamlValue) => Array.isArray(level) && level.length > 1 && level.every((size) => typeof size === 'number')
  return (value as readonly YamlValue[]).every(isLevel) ? (value as readonly (readonly number[])[]) : undefined
}

/** How many anchors stand at each place: those of the first level. */
export function anchorsPerPlace(anchors: Anchors): number {
  return typeof anchors === 'number' ? anchors : Math.floor(anchors[0]!.length / 2)
}
