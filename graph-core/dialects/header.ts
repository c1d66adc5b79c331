import { headerEntry, headerRange } from '../document/header'
import { createLocator } from '../document/issues'
import type { Document, HeaderEntry, YamlMap, YamlValue } from '../document/types'
import { type Issue, issue, type IssueCode } from '../issues/issue'
import { type Anchors, anchorsPerPlace, readAnchors } from './anchors'
import type { Dialect } from './dialect'
import { scaleFromPath } from './model-name'

/** What the top-level keys of a model file say, with the libraries' defaults filled in. */
export interface ModelHeader {
  readonly nc: number
  /** Letter of the scale in use, '' where the file has no scales. */
  readonly scale: string
  readonly scales: readonly string[]
  readonly depth: number
  readonly width: number
  readonly maxChannels: number
  /** Channels of the image. */
  readonly ch: number
  /** Text of the default activation, undefined for the library's. */
  readonly activation: string | undefined
  readonly regMax: number
  /** null where the file does not say. */
  readonly end2end: boolean | null
  readonly keypoints: readonly number[] | null
  /** Sizes of the anchors of each level, or their number at each place; null where the file has none. */
  readonly anchors: Anchors | null
  /** What a head with anchors gives at a place, null without anchors. */
  readonly outputs: number | null
  /** What scaled channels are a multiple of. */
  readonly channelMultiple: number
}

export interface HeaderOptions {
  /** The letter of a scale; '' is that of a file without scales. */
  readonly scale?: string
  readonly nc?: number
  /** The target's rules; without them every known key is read. */
  readonly dialect?: Dialect
}

const isMap = (v: YamlValue | undefined): v is YamlMap => v instanceof Map

/** Reads the header. Issues: `header.value`, `header.unknown-scale`, `header.scales`, `header.nc-missing`, `header.key-missing`. */
export function readHeader(document: Document, options: HeaderOptions = {}): { header: ModelHeader; issues: Issue[] } {
  const issues: Issue[] = []
  const { dialect } = options
  const entryOf: EntryOf = (key) => (dialect?.ignoredKeys.includes(key) === true ? undefined : headerEntry(document, key))
  const report = (code: IssueCode, key: string, message: string) => {
    const entry = entryOf(key)
    issues.push(issue(code, message, entry === undefined ? {} : { range: createLocator(document.text)(headerRange(document, entry)) }))
  }
  const number = (key: string, fallback: number, isFit = (v: number) => v > 0): number => {
    const value = entryOf(key)?.cell.value
    if (value === undefined || value === null) return fallback
    if (typeof value === 'number' && isFit(value)) return value
    report('header.value', key, `${key} must be a positive number, got ${entryOf(key)!.cell.text}`)
    return fallback
  }
  const isCount = (v: number) => Number.isInteger(v) && v > 0 && v < 1e6

  const nc = options.nc ?? number('nc', 80, isCount)
  const missing = (dialect?.requiredKeys ?? []).filter((key) => entryOf(key) === undefined && !(key === 'nc' && options.nc !== undefined))
  for (const key of missing) issues.push(issue('header.key-missing', `${dialect!.title} does not read a file without ${key}.`))
  if (options.nc === undefined && entryOf('nc') === undefined && !missing.includes('nc')) {
    issues.push(issue('header.nc-missing', 'The file does not say nc; 80 classes are assumed.'))
  }
  const scaling = readScaling(document.path, entryOf, options.scale || undefined, number, report)
  const end2end = entryOf('end2end')?.cell.value
  const activation = entryOf('activation')?.cell.value
  if (activation !== undefined && activation !== null && typeof activation !== 'string') {
    report('header.value', 'activation', 'activation must be the text of a module, such as nn.ReLU()')
  }
  const keypoints = entryOf('kpt_shape')?.cell.value
  const written = entryOf('anchors')?.cell.value
  const anchors = written === undefined ? undefined : readAnchors(written)
  if (written !== undefined && anchors === undefined)
    report('header.value', 'anchors', 'anchors must be a list of numbers for each level, or how many there are at each place')
  return {
    issues,
    header: {
      nc,
      ...scaling,
      ch: number('ch', 3, isCount),
      activation: typeof activation === 'string' && activation !== '' ? activation : undefined,
      regMax: number('reg_max', 16, isCount),
      end2end: typeof end2end === 'boolean' ? end2end : null,
      keypoints: Array.isArray(keypoints) && keypoints.every((k) => typeof k === 'number') ? (keypoints as number[]) : null,
      anchors: anchors ?? null,
      outputs: anchors === undefined ? null : anchorsPerPlace(anchors) * (nc + 5),
      channelMultiple: number('channel_multiple', 8, isCount),
    },
  }
}

/** An entry of the header the target knows. */
type EntryOf = (key: string) => HeaderEntry | undefined

type Scaling = Pick<ModelHeader, 'scale' | 'scales' | 'depth' | 'width' | 'maxChannels'>

/**
 * `scales` and the letter in use: the one asked for, else the file name's, else the `scale` key's, else the first one;
 * `depth_multiple` and `width_multiple` where there are no scales.
 */
function readScaling(
  path: string | undefined,
  entryOf: EntryOf,
  asked: string | undefined,
  number: (key: string, fallback: number) => number,
  report: (code: IssueCode, key: string, message: string) => void,
): Scaling {
  const table = entryOf('scales')?.cell.value
  const legacy = { depth: number('depth_multiple', 1), width: number('width_multiple', 1), maxChannels: Infinity }
  if (!isMap(table) || table.size === 0) {
    if (table !== undefined && table !== null)
      report('header.scales', 'scales', 'scales must name each scale with [depth, width, max_channels]')
    if (asked !== undefined) report('header.unknown-scale', 'scales', `The file has no scales, so it cannot be opened at ${asked}.`)
    return { scale: '', scales: [], ...legacy }
  }
  const scales = [...table.keys()].map(String)
  const written = entryOf('scale')?.cell.value
  const wished = asked ?? ((path === undefined ? '' : scaleFromPath(path)) || (typeof written === 'string' ? written : ''))
  if (wished !== '' && !scales.includes(wished)) {
    report('header.unknown-scale', 'scales', `There is no scale ${wished}; the file has ${scales.join(', ')}.`)
  }
  const scale = scales.includes(wished) ? wished : scales[0]!
  const numbers = [...table].find(([key]) => String(key) === scale)![1]
  if (Array.isArray(numbers) && numbers.length === 3 && numbers.every((v) => typeof v === 'number' && v > 0)) {
    const [depth, width, maxChannels] = numbers as [number, number, number]
    return { scale, scales, depth, width, maxChannels }
  }
  report('header.scales', 'scales', `Scale ${scale} must be [depth, width, max_channels], three positive numbers.`)
  return { scale, scales, ...legacy }
}
