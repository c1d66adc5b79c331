/** Model files that hold one size each: YOLOv5's, whose sizes are two numbers in the file. */
import { headerEntry, headerRange } from '../document/header'
import type { Document } from '../document/types'
import { parse } from '../yaml/parse'

/** What the letters of YOLOv5's files stand for: depth_multiple and width_multiple. https://github.com/ultralytics/yolov5 */
const sizes: { readonly [letter: string]: readonly [depth: string, width: string] } = {
  n: ['0.33', '0.25'],
  s: ['0.33', '0.50'],
  m: ['0.67', '0.75'],
  l: ['1.0', '1.0'],
  x: ['1.33', '1.25'],
}

/** The letter in `yolov5m6` or `yolov5m-seg`, and the name of the file at size s; undefined where the name has none. */
export function sizedName(name: string): { readonly size: string; readonly base: string } | undefined {
  const match = /^(yolov5)([nslmx])(?=$|6|-)(.*)$/.exec(name)
  return match === null ? undefined : { size: match[2]!, base: `${match[1]}s${match[3]}` }
}

/** The letters of those sizes, from small to large. */
export const sizeLetters: readonly string[] = Object.keys(sizes)

/** Whether a file holds one such size, so that `atSize` gives the others. */
export const isSized = (document: Document): boolean =>
  headerEntry(document, 'scales') === undefined &&
  ['depth_multiple', 'width_multiple'].every((key) => headerEntry(document, key) !== undefined)

/** The text at another size: its two multiples replaced, every other byte kept. */
export function atSize(text: string, size: string): string {
  const { document } = parse(text)
  const [depth, width] = sizes[size]!
  const places = [
    { key: 'depth_multiple', value: depth },
    { key: 'width_multiple', value: width },
  ].map(({ key, value }) => ({ range: headerRange(document, headerEntry(document, key)!), value }))
  return places
    .toSorted((a, b) => b.range[0] - a.range[0])
    .reduce((s, { range, value }) => s.slice(0, range[0]) + value + s.slice(range[1]), text)
}
